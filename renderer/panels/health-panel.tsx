import type { ReactElement } from 'react';
import type { ProcessMessage } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { NOTHING } from '../format/money.ts';
import { age, clock, latency, span } from '../format/time.ts';
import type { SymbolServer } from '../state/cockpit.ts';
import { fullTitle } from '../state/select.ts';
import { useCockpit } from '../context/cockpit-context.ts';
import { Await, PanelPage } from './panel-page.tsx';
import { useCall } from '../context/use-call.ts';
import { useWallTime } from '../context/use-now.ts';

/** Processes, this page's links and all sockets: what is up, since when, how often it came back. */
export function HealthPanel(): ReactElement {
  const processes = useCockpit((state) => state.processes);
  const symbols = useCockpit((state) => state.symbols);
  const hub = useCockpit((state) => state.hub);
  const wayMs = useCockpit((state) => state.wayMs);
  const [status] = useCall('status', {}, 5_000);
  const [connections] = useCall('connections', {}, 5_000);
  const wallMs = useWallTime(1_000);
  const processColumns: readonly Column<ProcessMessage>[] = [
    { key: 'name', title: 'Process', width: '14%', cell: (row) => row.name },
    {
      key: 'state',
      title: 'State',
      width: '15%',
      cell: (row) => <span className={row.state === 'up' ? '' : 'amber'}>{row.state}</span>,
    },
    {
      key: 'since',
      title: 'Since',
      width: '13%',
      cell: (row) => <span data-volatile="">{clock(Date.parse(row.since), 'local')}</span>,
    },
    { key: 'restarts', title: 'Restarts', width: '11%', isNumber: true, cell: (row) => row.restarts },
    { key: 'words', title: 'Last words', width: '18%', cell: (row) => row.lastWords ?? '' },
    { key: 'pid', title: 'Pid', width: '9%', isNumber: true, cell: (row) => row.pid ?? NOTHING },
    { key: 'url', title: 'Address', width: '20%', cell: (row) => <span data-volatile="">{row.url ?? ''}</span> },
  ];
  const linkColumns: readonly Column<SymbolServer>[] = [
    { key: 'name', title: 'Engine', width: '24%', cell: (row) => fullTitle(row) },
    {
      key: 'phase',
      title: 'Link',
      width: '20%',
      cell: (row) => <span className={row.link.phase === 'up' ? '' : 'amber'}>{row.link.phase}</span>,
    },
    {
      key: 'heard',
      title: 'Heard',
      width: '28%',
      isNumber: true,
      cell: (row) => (row.link.heardMs === undefined ? NOTHING : `${age(wallMs - row.link.heardMs)} ago`),
    },
    { key: 'url', title: 'Address', width: '28%', cell: (row) => <span data-volatile="">{row.url ?? NOTHING}</span> },
  ];
  return (
    <PanelPage label="Processes">
      <Await loaded={status}>
        {(told) => (
          <dl className="figures">
            <div>
              <dt>Hub</dt>
              <dd>{hub.phase === 'up' ? `up, ${wayMs === undefined ? NOTHING : latency(wayMs)}` : hub.phase}</dd>
            </div>
            <div>
              <dt>Service</dt>
              <dd>{told.status}</dd>
            </div>
            <div>
              <dt>Desk</dt>
              <dd>{told.desk.up ? 'linked' : 'no link'}</dd>
            </div>
            <div>
              <dt>Up for</dt>
              <dd>{span(told.uptime * 1_000)}</dd>
            </div>
            <div>
              <dt>Sockets</dt>
              <dd>{told.connections}</dd>
            </div>
            <div>
              <dt>Version</dt>
              <dd>{told.versions.pitwall}</dd>
            </div>
          </dl>
        )}
      </Await>
      <h3 className="heading">Processes</h3>
      <Table
        label="Processes"
        columns={processColumns}
        rows={processes}
        rowKey={(row) => row.name}
        empty="Not told yet."
      />
      <h3 className="heading">This page&apos;s links</h3>
      <Table label="Links" columns={linkColumns} rows={symbols} rowKey={(row) => row.id} empty="No engine yet." />
      <h3 className="heading">Sockets at the hub</h3>
      <Await loaded={connections}>
        {(rows) => (
          <Table
            label="Sockets"
            rows={rows}
            rowKey={(row) => row.socketId}
            empty="None."
            columns={[
              { key: 'user', title: 'User', width: '18%', cell: (row) => row.userId },
              { key: 'role', title: 'May', width: '12%', cell: (row) => row.role },
              { key: 'from', title: 'From', width: '18%', cell: (row) => row.address },
              {
                key: 'since',
                title: 'Since',
                width: '14%',
                cell: (row) => clock(Date.parse(row.connectedAt), 'local'),
              },
              { key: 'messages', title: 'Messages', width: '12%', isNumber: true, cell: (row) => row.messages },
              { key: 'agent', title: 'Client', width: '26%', cell: (row) => row.userAgent },
            ]}
          />
        )}
      </Await>
    </PanelPage>
  );
}
