import { useState, type ReactElement } from 'react';
import type { DeviceEntry } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { plural } from '../format/words.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { deviceWords } from '../state/device-words.ts';
import { moment, ROLE_WORDS, Said } from './parts.tsx';
import { useAct } from './use-act.ts';

/** Everybody who is in by a log-in or a link, and the way to put them out. */
export function SessionsPage(): ReactElement {
  const { cockpit, dialog } = useScreen();
  const { hub } = cockpit;
  const isOwner = useCockpit((state) => state.session.role === 'owner');
  const [entries, reload] = useCall('devices', {}, 5_000);
  const { fault, act } = useAct();
  const [done, setDone] = useState('');
  const end = (row: DeviceEntry): void =>
    dialog.set({
      kind: 'ask',
      title: `End this session of ${row.userName}?`,
      words: [
        `${deviceWords(row.name)} at ${row.address} is out within a second and has to log in again.`,
        'Positions and orders stay as they are.',
      ],
      verb: 'End the session',
      run: () =>
        void act(
          () => hub.call('revokeDevice', { params: { id: row.id } }),
          () => {
            setDone(`The session of ${row.userName} was ended.`);
            reload();
          },
        ),
    });
  const endOthers = (whose: 'own' | 'all', ending: number): void =>
    dialog.set({
      kind: 'ask',
      title: whose === 'own' ? 'End all your other sessions?' : "End everybody's sessions but this one?",
      words: [`${plural(ending, 'session')} end within a second.`, 'Paired devices stay: they are ended one by one.'],
      verb: 'End them',
      run: () =>
        void act(
          () => hub.call('endOthers', { body: { whose } }),
          ({ ended }) => {
            setDone(`${plural(ended, 'session')} ended.`);
            reload();
          },
        ),
    });
  const columns: readonly Column<DeviceEntry>[] = [
    {
      key: 'who',
      title: 'Who',
      width: '21%',
      cell: (row) => (
        <span>
          {row.userName} {row.isThis ? <strong className="this-mark">this page</strong> : null}
        </span>
      ),
    },
    { key: 'may', title: 'May', width: '17%', cell: (row) => ROLE_WORDS[row.role] },
    {
      key: 'device',
      title: 'Device',
      width: '20%',
      cell: (row) => <span title={row.name}>{deviceWords(row.name)}</span>,
    },
    { key: 'from', title: 'From', width: '14%', cell: (row) => row.address },
    { key: 'since', title: 'Since', width: '100px', cell: (row) => moment(row.created) },
    {
      key: 'used',
      title: 'Last used',
      width: '100px',
      cell: (row) => (row.sockets > 0 ? 'now' : moment(row.lastSeen)),
    },
    {
      key: 'end',
      title: '',
      width: '76px',
      cell: (row) =>
        row.isThis ? (
          <button type="button" className="row-button" onClick={() => void cockpit.logOut()}>
            log out
          </button>
        ) : (
          <button type="button" className="row-button" aria-label={`End ${row.userName}`} onClick={() => end(row)}>
            end
          </button>
        ),
    },
  ];
  return (
    <PanelPage label="Sessions">
      <Await loaded={entries}>
        {(all) => {
          const rows = all
            .filter(({ kind }) => kind !== 'device')
            .toSorted((a, b) => Number(b.isThis) - Number(a.isThis) || b.lastSeen.localeCompare(a.lastSeen));
          const me = rows.find(({ isThis }) => isThis);
          const own = rows.filter((row) => !row.isThis && row.userName === me?.userName).length;
          const others = rows.filter((row) => !row.isThis).length;
          return (
            <>
              <div className="page-tools">
                <button
                  type="button"
                  className="small-button"
                  disabled={own === 0}
                  onClick={() => endOthers('own', own)}
                >
                  End my other sessions
                </button>
                {isOwner ? (
                  <button
                    type="button"
                    className="small-button"
                    disabled={others === 0}
                    onClick={() => endOthers('all', others)}
                  >
                    End everybody’s but this
                  </button>
                ) : null}
              </div>
              <Said fault={fault} done={done} />
              <Table label="Sessions" columns={columns} rows={rows} rowKey={(row) => row.id} empty="Nobody is in." />
              <p className="page-note">
                A session ends by itself after 12 hours without use, and after 30 days. What a device calls itself
                proves nothing.
              </p>
            </>
          );
        }}
      </Await>
    </PanelPage>
  );
}
