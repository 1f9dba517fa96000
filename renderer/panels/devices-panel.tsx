import { useEffect, useState, type ReactElement } from 'react';
import {
  isLoopback,
  type DeviceEntry,
  type HUB_PEOPLE_ROUTES,
  type Reply,
  type Role,
} from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { NOTHING } from '../format/money.ts';
import { fingerprintLines } from '../format/fingerprint.ts';
import { clock, dayMonth } from '../format/time.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { Await, PanelPage } from './panel-page.tsx';
import { useCall } from '../context/use-call.ts';
import { useWallTime } from '../context/use-now.ts';
import './devices-panel.css';

type Pairing = Reply<typeof HUB_PEOPLE_ROUTES.startPairing>;

const ROLES: readonly { readonly role: Role; readonly text: string }[] = [
  { role: 'viewer', text: 'may look' },
  { role: 'flatten', text: 'may look, flatten and stop' },
  { role: 'trader', text: 'may also start' },
];

/** While a code is shown, the list is asked so often whether it was used. */
const WATCH_MS = 2_500;

function moment(iso: string | null): string {
  if (iso === null) return NOTHING;
  const ms = Date.parse(iso);
  return `${dayMonth(ms, 'local')} ${clock(ms, 'local').slice(0, 5)}`;
}

/** A code for one device, for two minutes: as a picture for its camera, and as a link to type. */
function PairingSheet({ pairing }: { readonly pairing: Pairing }): ReactElement {
  if (isLoopback(new URL(pairing.url).hostname)) {
    return (
      <div className="pairing" data-testid="pairing">
        <div>
          <p>
            <strong>No other device can reach this Pitwall:</strong> it listens to this machine alone.
          </p>
          <p>
            Stop it and start it with the address of this machine in your network, then pair the device:{' '}
            <code>npm start -- --listen ADDRESS</code>
          </p>
        </div>
      </div>
    );
  }
  return (
    <div className="pairing" data-testid="pairing">
      <img
        alt="QR code of the pairing link"
        width={180}
        height={180}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(pairing.qr)}`}
      />
      <div>
        <p>Open this on the other device, once, within two minutes:</p>
        <p>
          <code>{pairing.url}</code>
        </p>
        {pairing.fingerprint === null ? null : (
          <>
            <p>The browser there must show a certificate with this SHA-256 fingerprint:</p>
            <p className="fingerprint" data-testid="fingerprint">
              {fingerprintLines(pairing.fingerprint).map((line) => (
                <code key={line}>{line}</code>
              ))}
            </p>
          </>
        )}
        <p className="quiet">Good until {clock(Date.parse(pairing.expires), 'local')}.</p>
      </div>
    </div>
  );
}

/** Devices and log-ins: who may do what, and the way to add one or to end it. */
export function DevicesPanel(): ReactElement {
  const { cockpit } = useScreen();
  const isOwner = useCockpit((state) => state.session.role === 'owner');
  const [devices, reload] = useCall('devices', {}, 15_000);
  const [pairing, setPairing] = useState<Pairing>();
  const [known, setKnown] = useState<readonly string[]>();
  const nowMs = useWallTime(1_000);
  // A code that was used or is too old is taken away: the picture of it would only fail.
  const isUsed =
    known !== undefined &&
    devices.state === 'ok' &&
    devices.value.some(({ id, kind }) => kind === 'device' && !known.includes(id));
  const isOver = pairing !== undefined && (isUsed || nowMs >= Date.parse(pairing.expires));
  const isWaiting = pairing !== undefined && !isOver;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setInterval(reload, WATCH_MS);
    return () => clearInterval(timer);
  }, [isWaiting, reload]);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const start = async (): Promise<void> => {
    const answer = await cockpit.hub.call('startPairing', { body: { name: name.trim(), role, days: 30 } });
    if (answer.ok) {
      setKnown(devices.state === 'ok' ? devices.value.map(({ id }) => id) : undefined);
      setPairing(answer.value);
    } else cockpit.store.send({ type: 'toast', tone: 'warning', text: `Pairing: ${answer.message}` });
  };
  const end = async (id: string): Promise<void> => {
    setPairing(undefined);
    await cockpit.hub.call('revokeDevice', { params: { id } });
    reload();
  };
  const confirm = async (id: string): Promise<void> => {
    const answer = await cockpit.hub.call('confirmDevice', { params: { id } });
    if (!answer.ok) cockpit.store.send({ type: 'toast', tone: 'warning', text: `Confirming: ${answer.message}` });
    reload();
  };
  const columns: readonly Column<DeviceEntry>[] = [
    {
      key: 'name',
      title: 'Device',
      width: '24%',
      cell: (row) => (row.pending ? `${row.name} waits: ${row.browser}` : row.name),
    },
    { key: 'user', title: 'User', width: '12%', cell: (row) => row.userName },
    { key: 'role', title: 'May', width: '12%', cell: (row) => row.role },
    { key: 'from', title: 'From', width: '14%', cell: (row) => row.address },
    { key: 'seen', title: 'Last seen', width: '14%', cell: (row) => (row.sockets > 0 ? 'now' : moment(row.lastSeen)) },
    { key: 'until', title: 'Until', width: '14%', cell: (row) => moment(row.expires) },
    {
      key: 'end',
      title: '',
      width: '10%',
      cell: (row) => (
        <>
          {row.pending && isOwner ? (
            <button type="button" className="row-button" onClick={() => void confirm(row.id)}>
              confirm
            </button>
          ) : null}
          <button type="button" className="row-button" onClick={() => void end(row.id)}>
            end
          </button>
        </>
      ),
    },
  ];
  const tools = isOwner ? (
    <form
      className="page-tools"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <input
        className="field"
        aria-label="Name of the device"
        placeholder="Name of the device"
        required
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <select
        className="field"
        aria-label="What it may do"
        value={role}
        onChange={(event) => setRole(event.target.value as Role)}
      >
        {ROLES.map((each) => (
          <option key={each.role} value={each.role}>
            {each.text}
          </option>
        ))}
      </select>
      <button type="submit" className="small-button">
        Pair a device
      </button>
    </form>
  ) : undefined;
  return (
    <PanelPage label="Devices" tools={tools}>
      {isWaiting ? <PairingSheet pairing={pairing} /> : null}
      <Await loaded={devices}>
        {(rows) => (
          <Table label="Devices" columns={columns} rows={rows} rowKey={(row) => row.id} empty="No other device." />
        )}
      </Await>
      <p className="page-note">
        On a live account a device on another machine only looks, whatever stands here, unless the owner allowed more in
        the settings.
      </p>
    </PanelPage>
  );
}
