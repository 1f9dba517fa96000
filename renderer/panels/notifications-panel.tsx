import { useEffect, useState, type ReactElement } from 'react';
import type { NotificationMessage } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { clock, dayMonth } from '../format/time.ts';
import { useCockpit, usePrefs, useScreen } from '../context/cockpit-context.ts';
import { Await, PanelPage } from './panel-page.tsx';
import { useCall } from '../context/use-call.ts';

/** What happened, kept by the hub with its read state over restarts and devices. */
export function NotificationsPanel(): ReactElement {
  const { cockpit } = useScreen();
  const { zone } = usePrefs();
  const isUp = useCockpit((state) => state.hub.phase === 'up');
  const [loaded, reload] = useCall('notifications', { query: { limit: 300 } });
  const [live, setLive] = useState<readonly NotificationMessage[]>([]);
  useEffect(() => {
    const socket = cockpit.link()?.socket;
    if (socket === undefined || !isUp) return undefined;
    const take = (notification: NotificationMessage): void => setLive((before) => [...before, notification]);
    socket.on('notification', take);
    socket.emit('subscribe:notifications', undefined);
    return () => {
      socket.off('notification', take);
    };
  }, [cockpit, isUp]);
  /** One, or all of them. */
  const read = async (id?: string): Promise<void> => {
    await (id === undefined
      ? cockpit.hub.call('readAllNotifications')
      : cockpit.hub.call('readNotification', { params: { id } }));
    setLive([]);
    reload();
  };
  const columns: readonly Column<NotificationMessage>[] = [
    {
      key: 'time',
      title: 'Time',
      width: '124px',
      cell: (row) => `${dayMonth(row.timestamp, zone)} ${clock(row.timestamp, zone)}`,
    },
    {
      key: 'title',
      title: 'What',
      width: '28%',
      cell: (row) => <span className={row.read ? 'quiet' : row.priority === 'HIGH' ? 'amber' : ''}>{row.title}</span>,
    },
    {
      key: 'message',
      title: 'More',
      width: 'auto',
      cell: (row) => (
        <span className={row.read ? 'quiet' : ''} title={row.message}>
          {row.message}
        </span>
      ),
    },
    {
      key: 'read',
      title: '',
      width: '92px',
      cell: (row) =>
        row.read ? (
          <span className="faint">read</span>
        ) : (
          <button type="button" className="row-button" onClick={() => void read(row.id)}>
            mark read
          </button>
        ),
    },
  ];
  const tools = (
    <button type="button" className="small-button" onClick={() => void read()}>
      Mark all read
    </button>
  );
  return (
    <PanelPage label="Notifications" tools={tools}>
      <Await loaded={loaded}>
        {(kept) => {
          const byId = new Map([...kept, ...live].map((row) => [row.id, row]));
          const rows = [...byId.values()].sort((a, b) => b.timestamp - a.timestamp);
          return (
            <Table
              label="Notifications"
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              empty="Nothing to tell yet."
            />
          );
        }}
      </Await>
    </PanelPage>
  );
}
