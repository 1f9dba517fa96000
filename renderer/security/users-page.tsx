import { useState, type ReactElement } from 'react';
import { ROLES, type DeviceEntry, type HUB_PEOPLE_ROUTES, type Reply, type Role } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { plural } from '../format/words.ts';
import { useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { moment, ROLE_WORDS, RoleChoice, Said, SecretField } from './parts.tsx';
import { useAct } from './use-act.ts';

type User = Reply<typeof HUB_PEOPLE_ROUTES.users>[number];

const PASSWORD_HINT = 'At least 10 characters, without the name in it. Tell it to nobody else.';

function AddUser({ onAdded }: { readonly onAdded: (words: string) => void }): ReactElement {
  const { hub } = useScreen().cockpit;
  const [userName, setUserName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [password, setPassword] = useState('');
  const { fault, isBusy, act } = useAct();
  const add = (): Promise<void> =>
    act(
      () => hub.call('addUser', { body: { userName: userName.trim(), role, password } }),
      (user) => {
        setUserName('');
        setPassword('');
        onAdded(`${user.userName} was added and can log in at /login.`);
      },
    );
  return (
    <form
      className="add-user"
      aria-label="Add a user"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="secret-field">
        <label htmlFor="add-user-name">Name</label>
        <input
          id="add-user-name"
          className="field"
          autoComplete="off"
          required
          maxLength={64}
          value={userName}
          onChange={(event) => setUserName(event.target.value)}
        />
      </div>
      <div className="secret-field">
        <span aria-hidden="true">May</span>
        <RoleChoice label="What the user may do" value={role} roles={ROLES} onChoose={setRole} />
      </div>
      <SecretField label="First password" kind="new-password" value={password} onType={setPassword} />
      <button type="submit" className="small-button" disabled={isBusy}>
        Add the user
      </button>
      <Said fault={fault} done={PASSWORD_HINT} />
    </form>
  );
}

function NewPassword({
  user,
  onDone,
}: {
  readonly user: User;
  readonly onDone: (words: string) => void;
}): ReactElement {
  const { hub } = useScreen().cockpit;
  const [password, setPassword] = useState('');
  const { fault, isBusy, act } = useAct();
  return (
    <form
      className="add-user"
      aria-label={`New password for ${user.userName}`}
      onSubmit={(event) => {
        event.preventDefault();
        void act(
          () => hub.call('changeUser', { params: { name: user.userName }, body: { password } }),
          () => onDone(`${user.userName} has a new password; the sessions before ended.`),
        );
      }}
    >
      <SecretField
        label={`New password for ${user.userName}`}
        kind="new-password"
        value={password}
        onType={setPassword}
      />
      <button type="submit" className="small-button" disabled={isBusy}>
        Set it
      </button>
      <button type="button" className="small-button" onClick={() => onDone('')}>
        Leave it
      </button>
      <Said fault={fault} done={`${PASSWORD_HINT} Sessions of ${user.userName} end.`} />
    </form>
  );
}

/** "2 sessions end within a second.": what a change of a user does at once. */
function ending(user: User, entries: readonly DeviceEntry[]): string {
  const open = entries.filter(({ kind, userName }) => kind !== 'device' && userName === user.userName).length;
  return open === 0 ? 'No session is open.' : `${plural(open, 'session')} end${open === 1 ? 's' : ''} within a second.`;
}

/** "app, 2 passkeys": what proves a user beside the password. */
function secondOf({ totp, passkeys }: User): string {
  const found = [...(totp ? ['app'] : []), ...(passkeys > 0 ? [plural(passkeys, 'passkey')] : [])];
  return found.length === 0 ? 'none' : found.join(', ');
}

/** People with a name and a password: add, change, remove. */
export function UsersPage(): ReactElement {
  const { cockpit, dialog } = useScreen();
  const { hub } = cockpit;
  const [users, reload] = useCall('users', {}, 15_000);
  const [devices, reloadDevices] = useCall('devices', {}, 15_000);
  const [done, setDone] = useState('');
  const [renewed, setRenewed] = useState<User>();
  const { fault, act } = useAct();
  const entries = devices.state === 'ok' ? devices.value : [];
  const say = (words: string): void => {
    setDone(words);
    setRenewed(undefined);
    reload();
    reloadDevices();
  };
  const changeRole = (user: User, role: Role): void =>
    dialog.set({
      kind: 'ask',
      title: `${user.userName} ${ROLE_WORDS[role]}?`,
      words: [`Before: ${ROLE_WORDS[user.role]}.`, ending(user, entries)],
      verb: 'Change it',
      run: () =>
        void act(
          () => hub.call('changeUser', { params: { name: user.userName }, body: { role } }),
          () => say(`${user.userName} ${ROLE_WORDS[role]} now.`),
        ),
    });
  const passwordOnly = (user: User): void =>
    dialog.set({
      kind: 'ask',
      title: `Let ${user.userName} log in by password alone?`,
      words: [
        'For one who lost the authenticator app and the recovery codes, or a device with a passkey: all of them go.',
        'Be sure that it is really the person who asks.',
        ending(user, entries),
      ],
      verb: 'Password alone',
      run: () =>
        void act(
          () => hub.call('passwordOnly', { params: { name: user.userName } }),
          () => say(`${user.userName} logs in by password alone now.`),
        ),
    });
  const remove = (user: User): void =>
    dialog.set({
      kind: 'ask',
      title: `Remove ${user.userName}?`,
      words: [
        `${ending(user, entries)} The name, its password and codes are gone.`,
        'What was done under the name stays in the audit log. Positions and orders stay as they are.',
      ],
      verb: 'Remove',
      run: () =>
        void act(
          () => hub.call('removeUser', { params: { name: user.userName } }),
          () => say(`${user.userName} was removed.`),
        ),
    });
  const columns: readonly Column<User>[] = [
    { key: 'name', title: 'Name', width: 'auto', cell: (user) => user.userName },
    {
      key: 'may',
      title: 'May',
      width: '148px',
      cell: (user) => (
        <RoleChoice
          label={`What ${user.userName} may do`}
          value={user.role}
          roles={ROLES}
          onChoose={(role) => changeRole(user, role)}
        />
      ),
    },
    { key: 'second', title: '2nd factor', width: '124px', cell: secondOf },
    { key: 'since', title: 'Since', width: '100px', cell: (user) => moment(user.created) },
    {
      key: 'acts',
      title: '',
      width: '252px',
      cell: (user) => (
        <span className="row-buttons">
          <button
            type="button"
            className="row-button"
            aria-label={`New password for ${user.userName}`}
            onClick={() => setRenewed(user)}
          >
            new password
          </button>
          {user.totp || user.passkeys > 0 ? (
            <button
              type="button"
              className="row-button"
              aria-label={`Password alone for ${user.userName}`}
              onClick={() => passwordOnly(user)}
            >
              password alone
            </button>
          ) : null}
          <button
            type="button"
            className="row-button"
            aria-label={`Remove ${user.userName}`}
            onClick={() => remove(user)}
          >
            remove
          </button>
        </span>
      ),
    },
  ];
  return (
    <PanelPage label="Users">
      {renewed === undefined ? (
        <AddUser onAdded={say} />
      ) : (
        <NewPassword key={renewed.userId} user={renewed} onDone={say} />
      )}
      <Said fault={fault} done={done} />
      <Await loaded={users}>
        {(rows) => (
          <Table
            label="Users"
            columns={columns}
            rows={rows}
            rowKey={(user) => user.userId}
            empty="No users: the owner comes in by the link that Pitwall prints at its start."
          />
        )}
      </Await>
    </PanelPage>
  );
}
