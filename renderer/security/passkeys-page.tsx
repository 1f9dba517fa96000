import { useState, type ReactElement } from 'react';
import type { PasskeyEntry } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import type { Answer } from '../connection/http.ts';
import { useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { codeGiven } from '../state/login-words.ts';
import { moment, NameField, NoPasskeysHere, ProofForm, Said, SecretField } from './parts.tsx';
import { useAct } from './use-act.ts';

/** Password and code once more, then the browser asks for a finger, a face or a PIN. */
function MakePasskey({ onMade }: { readonly onMade: (words: string) => void }): ReactElement {
  const { hub, passkeys } = useScreen().cockpit;
  const [factors] = useCall('factors');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { fault, isBusy, act } = useAct(true);
  if (passkeys.none !== undefined) return <NoPasskeysHere none={passkeys.none} />;
  const make = async (): Promise<Answer<PasskeyEntry>> => {
    const begun = await hub.call('beginPasskey', { body: { password, ...codeGiven(code) } });
    if (!begun.ok) return begun;
    const made = await passkeys.make(begun.value);
    return made.ok ? hub.call('addPasskey', { body: { name: name.trim(), made: made.value } }) : made;
  };
  return (
    <ProofForm
      verb="Make a passkey"
      isBusy={isBusy}
      onSubmit={() =>
        void act(make, (entry) => {
          for (const clear of [setName, setPassword, setCode]) clear('');
          onMade(`“${entry.name}” lets you in from now on.`);
        })
      }
    >
      <NameField label="Name" hint="Of the device or key that will have it: “laptop”." value={name} onType={setName} />
      <SecretField label="Password" kind="current-password" value={password} onType={setPassword} />
      {factors.state === 'ok' && factors.value?.totp === true ? (
        <SecretField
          label="Code"
          kind="one-time-code"
          value={code}
          onType={setCode}
          hint="Of your app, or a recovery code."
        />
      ) : null}
      <Said fault={fault} />
    </ProofForm>
  );
}

function RenamePasskey({
  entry,
  onDone,
}: {
  readonly entry: PasskeyEntry;
  readonly onDone: (words: string) => void;
}): ReactElement {
  const { hub } = useScreen().cockpit;
  const [name, setName] = useState(entry.name);
  const { fault, isBusy, act } = useAct();
  return (
    <form
      className="add-user"
      aria-label={`Another name for ${entry.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void act(
          () => hub.call('renamePasskey', { params: { id: entry.id }, body: { name: name.trim() } }),
          () => onDone(''),
        );
      }}
    >
      <NameField label={`Another name for ${entry.name}`} value={name} onType={setName} />
      <button type="submit" className="small-button" disabled={isBusy}>
        Rename
      </button>
      <button type="button" className="small-button" onClick={() => onDone('')}>
        Leave it
      </button>
      <Said fault={fault} />
    </form>
  );
}

/** Keys in a user's own devices, which let in without password and code. */
export function PasskeysPage(): ReactElement {
  const { cockpit, dialog, securityPage } = useScreen();
  const { hub } = cockpit;
  const [entries, reload] = useCall('passkeys', {}, 15_000);
  const [renamed, setRenamed] = useState<PasskeyEntry>();
  const [done, setDone] = useState('');
  const { fault, act } = useAct();
  const say = (words: string): void => {
    setDone(words);
    setRenamed(undefined);
    reload();
  };
  const remove = (entry: PasskeyEntry): void =>
    dialog.set({
      kind: 'ask',
      title: `Remove the passkey “${entry.name}”?`,
      words: [
        'It lets nobody in any more. Sessions that it opened stay: end them in Sessions.',
        'The device goes on offering it until you delete it there too.',
      ],
      verb: 'Remove',
      run: () =>
        void act(
          () => hub.call('removePasskey', { params: { id: entry.id } }),
          () => say(`“${entry.name}” was removed.`),
        ),
    });
  const columns: readonly Column<PasskeyEntry>[] = [
    { key: 'name', title: 'Name', width: 'auto', cell: (entry) => <span title={entry.name}>{entry.name}</span> },
    { key: 'host', title: 'For', width: '110px', cell: (entry) => <span title={entry.host}>{entry.host}</span> },
    { key: 'made', title: 'Made', width: '100px', cell: (entry) => moment(entry.made) },
    {
      key: 'used',
      title: 'Last used',
      width: '100px',
      cell: (entry) => (entry.lastUsed === null ? 'never' : moment(entry.lastUsed)),
    },
    {
      key: 'acts',
      title: '',
      width: '142px',
      cell: (entry) => (
        <span className="row-buttons">
          <button
            type="button"
            className="row-button"
            aria-label={`Rename ${entry.name}`}
            onClick={() => setRenamed(entry)}
          >
            rename
          </button>
          <button
            type="button"
            className="row-button"
            aria-label={`Remove ${entry.name}`}
            onClick={() => remove(entry)}
          >
            remove
          </button>
        </span>
      ),
    },
  ];
  return (
    <PanelPage label="Passkeys">
      <p className="page-note">
        A passkey lets you in by finger, face or PIN, without name, password and code. Its secret half stays in your
        device; a page that only looks like Pitwall gets nothing of it.
      </p>
      <Await loaded={entries}>
        {(rows) => (
          <Table
            label="Passkeys"
            columns={columns}
            rows={rows ?? []}
            rowKey={(entry) => entry.id}
            empty="You have no passkey."
          />
        )}
      </Await>
      <Said fault={fault} done={done} />
      {renamed === undefined ? (
        <MakePasskey onMade={say} />
      ) : (
        <RenamePasskey key={renamed.id} entry={renamed} onDone={say} />
      )}
      <p className="page-note">
        A device is lost: remove its passkey here. Your password, with a code where you have the app, goes on letting
        you in.{' '}
        <button type="button" className="small-button" onClick={() => securityPage.set('recovery')}>
          All ways back in
        </button>
      </p>
    </PanelPage>
  );
}
