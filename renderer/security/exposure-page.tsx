import { Fragment, type ReactElement } from 'react';
import { isLoopback, type Exposure } from '../../engine/wire/index.ts';
import { Table, type Column } from '../controls/table.tsx';
import { NOTHING } from '../format/money.ts';
import { dayMonth } from '../format/time.ts';
import { plural } from '../format/words.ts';
import { useCall } from '../context/use-call.ts';
import { useWallTime } from '../context/use-now.ts';
import { useWorkspace } from '../context/workspace-context.ts';
import { Await, PanelPage } from '../panels/panel-page.tsx';

const DAY_MS = 86_400_000;
/** A certificate that ends so soon is made anew at the next start. */
const SOON_DAYS = 30;

type DoorRow = Exposure['doors'][number];

const COLUMNS: readonly Column<DoorRow>[] = [
  { key: 'server', title: 'Server', width: '20%', cell: (row) => row.server },
  { key: 'url', title: 'Address', width: '50%', cell: (row) => <span data-volatile="">{row.url}</span> },
  {
    key: 'who',
    title: 'Reached by',
    width: '30%',
    cell: (row) => (row.isExposed ? <span className="amber">other machines, with TLS</span> : 'this machine alone'),
  },
];

function CertificateFacts({
  certificate,
}: {
  readonly certificate: NonNullable<Exposure['certificate']>;
}): ReactElement {
  const nowMs = useWallTime(60_000);
  const endsMs = Date.parse(certificate.expires);
  const days = Math.floor((endsMs - nowMs) / DAY_MS);
  return (
    <>
      <h3 className="heading">Certificate</h3>
      <p>
        {certificate.selfMade
          ? 'Pitwall made it, so a browser warns at the first visit. Compare what the browser shows with this fingerprint (SHA-256) before you go on:'
          : 'Your own, from the data folder. Its fingerprint (SHA-256):'}
      </p>
      <p className="fingerprint" data-testid="fingerprint">
        {(certificate.fingerprint.match(/.{1,24}/g) ?? []).map((eight) => (
          <Fragment key={eight}>
            {eight}
            <wbr />
          </Fragment>
        ))}
      </p>
      <p className={days < SOON_DAYS ? 'amber' : 'quiet'}>
        Good until {dayMonth(endsMs, 'local')} {new Date(endsMs).getFullYear()}
        {days < 0 ? ': it is over' : `, ${plural(days, 'day')} more`}
        {certificate.selfMade ? '; made anew at a start in its last 30 days.' : '.'}
      </p>
    </>
  );
}

/** Who may do more than look from another machine, in one sentence. */
function remoteWords({ isExposed, mode, remoteCommands }: Exposure): string {
  if (!isExposed) return 'Nobody: no other machine reaches Pitwall.';
  if (mode === 'SIM' || mode === 'REPLAY')
    return `Everybody with the role for it, as this is simulated. On PRACTICE and LIVE ${remoteCommands ? 'too: the settings allow it.' : 'a device elsewhere only looks.'}`;
  return remoteCommands
    ? 'Everybody with the role for it: the settings allow it.'
    : 'Nobody: on this account a device elsewhere only looks.';
}

/** Which doors of this installation are open, to whom, and how to open or shut them. */
export function ExposurePage(): ReactElement {
  const workspace = useWorkspace();
  const [exposure] = useCall('exposure', {}, 5_000);
  return (
    <PanelPage label="Exposure">
      <Await loaded={exposure}>
        {(told) => (
          <>
            <p className="exposure-verdict" data-testid="exposure-verdict">
              {told.isExposed ? (
                <strong className="amber">Other machines reach this Pitwall.</strong>
              ) : (
                <strong>Only this machine reaches this Pitwall.</strong>
              )}
            </p>
            <dl className="figures">
              <div>
                <dt>Listens on</dt>
                <dd>{told.listen}</dd>
              </div>
              <div>
                <dt>Connected from here</dt>
                <dd>{told.sockets.here}</dd>
              </div>
              <div>
                <dt>Connected from elsewhere</dt>
                <dd className={told.sockets.elsewhere > 0 ? 'amber' : ''}>
                  {told.isExposed ? told.sockets.elsewhere : NOTHING}
                </dd>
              </div>
            </dl>
            <h3 className="heading">Who may command from elsewhere</h3>
            <p>
              {remoteWords(told)}{' '}
              <button type="button" className="small-button" onClick={() => workspace.showPanel('settings')}>
                Settings
              </button>
            </p>
            {told.certificate === null ? null : <CertificateFacts certificate={told.certificate} />}
            <h3 className="heading">Doors</h3>
            <Table
              label="Doors"
              columns={COLUMNS}
              rows={told.doors}
              rowKey={(row) => `${row.server} ${row.url}`}
              empty="No server has told its address yet."
            />
            {told.allowedOrigins.length === 0 ? null : (
              <p className="page-note amber">Pages of {told.allowedOrigins.join(', ')} may call Pitwall too.</p>
            )}
            <h3 className="heading">{told.isExposed ? 'To end it' : 'To let another device in'}</h3>
            {told.isExposed ? (
              <p>
                Stop Pitwall and start it without <code>--listen</code>. To put single people out: Sessions and Devices.
              </p>
            ) : (
              <p>
                Stop Pitwall and start it with this machine’s address in your own network:{' '}
                <code>npm start -- --listen ADDRESS</code>. Then pair the device, or make a user. Do not forward the
                port on a router.
              </p>
            )}
            {isLoopback(told.listen) ? null : (
              <p className="page-note">A private network (WireGuard, Tailscale) or an SSH tunnel exposes less.</p>
            )}
          </>
        )}
      </Await>
    </PanelPage>
  );
}
