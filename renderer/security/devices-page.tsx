import { useState, type ReactElement } from 'react';
import {
  isLoopback,
  type DeviceEntry,
  type HUB_PEOPLE_ROUTES,
  type Reply,
  type Role,
} from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { fingerprintLines } from '../format/fingerprint.ts';
import { clock } from '../format/time.ts';
import { useCockpit, useScreen } from '../context/cockpit-context.ts';
import { useCall } from '../context/use-call.ts';
import { useWallTime } from '../context/use-now.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';
import { moment, ROLE_WORDS, RoleChoice, Said } from './parts.tsx';
import { QrPicture } from './qr-picture.tsx';
import { useAct } from './use-act.ts';

type Pairing = Reply<typeof HUB_PEOPLE_ROUTES.startPairing>;

/** What a device may be given: users are managed by people alone. */
const ROLES: readonly Role[] = ['viewer', 'flatten', 'trader'];

/** The list is asked so often; while a code is shown, whether it was used. */
const LOOK_MS = 15_000;
const WATCH_MS = 2_500;

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
      <QrPicture svg={pairing.qr} label="QR code of the pairing link" />
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

/** Paired devices: what each may do and until when, and the way to add one or to end it. */
export function DevicesPage(): ReactElement {
  const { cockpit, dialog } = useScreen();
  const { hub } = cockpit;
  const isOwner = useCockpit((state) => state.session.role === 'owner');
  const [pairing, setPairing] = useState<Pairing>();
  const nowMs = useWallTime(1_000);
  const isTooOld = pairing === undefined || nowMs >= Date.parse(pairing.expires);
  const [devices, reload] = useCall('devices', {}, isTooOld ? LOOK_MS : WATCH_MS);
  const [known, setKnown] = useState<readonly string[]>();
  const [done, setDone] = useState('');
  const { fault, isBusy, act } = useAct();
  // A code that was used or is too old is taken away: the picture of it would only fail.
  const isUsed =
    known !== undefined &&
    devices.state === 'ok' &&
    devices.value.some(({ id, kind }) => kind === 'device' && !known.includes(id));
  const isWaiting = !isTooOld && !isUsed;
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const start = (): void =>
    void act(
      () => hub.call('startPairing', { body: { name: name.trim(), role, days: 30 } }),
      (made) => {
        setKnown(devices.state === 'ok' ? devices.value.map(({ id }) => id) : undefined);
        setDone('');
        setPairing(made);
      },
    );
  const end = (row: DeviceEntry): void =>
    dialog.set({
      kind: 'ask',
      title: `End ${row.name}?`,
      words: [
        `It is out within a second and has to be paired again. It ${ROLE_WORDS[row.role]}.`,
        'Positions and orders stay as they are.',
      ],
      verb: 'End it',
      run: () =>
        void act(
          () => hub.call('revokeDevice', { params: { id: row.id } }),
          () => {
            setPairing(undefined);
            setDone(`${row.name} was ended.`);
            reload();
          },
        ),
    });
  const confirm = (row: DeviceEntry): void =>
    void act(
      () => hub.call('confirmDevice', { params: { id: row.id } }),
      () => {
        setPairing(undefined);
        setDone(`${row.name} was confirmed.`);
        reload();
      },
    );
  const hasPending = devices.state === 'ok' && devices.value.some(({ pending }) => pending);
  const columns: readonly Column<DeviceEntry>[] = [
    {
      key: 'name',
      title: 'Device',
      width: '24%',
      cell: (row) => (
        <span title={row.pending ? `${row.name} waits: ${row.browser}` : row.name}>
          {row.pending ? `${row.name} waits: ${row.browser}` : row.name}{' '}
          {row.isThis ? <strong className="this-mark">this page</strong> : null}
        </span>
      ),
    },
    {
      key: 'role',
      title: 'May',
      width: '20%',
      cell: (row) => <span title={ROLE_WORDS[row.role]}>{ROLE_WORDS[row.role]}</span>,
    },
    { key: 'from', title: 'From', width: '118px', cell: (row) => <span title={row.address}>{row.address}</span> },
    { key: 'since', title: 'Paired', width: '100px', cell: (row) => moment(row.created) },
    {
      key: 'seen',
      title: 'Last seen',
      width: '100px',
      cell: (row) => (row.sockets > 0 ? 'now' : moment(row.lastSeen)),
    },
    { key: 'until', title: 'Until', width: '100px', cell: (row) => moment(row.expires) },
    {
      key: 'end',
      title: '',
      width: hasPending ? '136px' : '76px',
      cell: (row) => (
        <>
          {row.pending && isOwner ? (
            <button
              type="button"
              className="row-button"
              aria-label={`Confirm ${row.name}`}
              onClick={() => confirm(row)}
            >
              confirm
            </button>
          ) : null}
          <button type="button" className="row-button" aria-label={`End ${row.name}`} onClick={() => end(row)}>
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
        start();
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
      <RoleChoice label="What it may do" value={role} roles={ROLES} onChoose={setRole} />
      <button type="submit" className="small-button" disabled={isBusy}>
        Pair a device
      </button>
    </form>
  ) : undefined;
  return (
    <PanelPage label="Devices" tools={tools}>
      {isWaiting ? <PairingSheet pairing={pairing} /> : null}
      <Said fault={fault} done={done} />
      <Await loaded={devices}>
        {(rows) => (
          <Table
            label="Devices"
            columns={columns}
            rows={rows.filter(({ kind }) => kind === 'device')}
            rowKey={(row) => row.id}
            empty="No device is paired."
          />
        )}
      </Await>
      <p className="page-note">
        On a live account a device on another machine only looks, whatever stands here, unless the owner allowed more in
        the settings.
      </p>
    </PanelPage>
  );
}
