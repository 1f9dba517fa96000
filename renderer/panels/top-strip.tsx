import type { ReactElement } from 'react';
import { sourceName } from '../../engine/wire/index.ts';
import { Key } from '../controls/key.tsx';
import { Segmented } from '../controls/segmented.tsx';
import { NOTHING } from '../format/money.ts';
import { age, clock, latency, span } from '../format/time.ts';
import { marketTime } from '../state/market-clock.ts';
import type { CockpitState } from '../state/cockpit.ts';
import { isDemo } from '../state/parameters.ts';
import { mayTrade } from '../state/select.ts';
import { oldestPrice, priceAgeMs, silentSources } from '../state/old-figures.ts';
import { sameMembers, useCockpit, usePrefs, useScreen } from './cockpit-context.ts';
import { ModeBadge } from './mode-badge.tsx';
import { useNow } from './use-now.ts';
import './top-strip.css';

function Clock(): ReactElement {
  const told = useCockpit((state) => state.clock);
  const { zone } = usePrefs();
  const now = useNow(200);
  return (
    <span className="strip-fact">
      <span className="faint">{zone === 'chicago' ? 'Chicago' : 'Local'}</span>
      <time className="strip-clock">{told === undefined ? NOTHING : clock(marketTime(told, now), zone)}</time>
    </span>
  );
}

function FlatBy(): ReactElement | null {
  const flatBy = useCockpit((state) => state.account?.flatBy ?? null);
  const told = useCockpit((state) => state.clock);
  const { zone } = usePrefs();
  const now = useNow(500);
  if (flatBy === null || told === undefined) return null;
  const at = Date.parse(flatBy);
  const left = at - marketTime(told, now);
  const isNear = left < 15 * 60_000;
  return (
    <span className="strip-fact">
      <span className="faint">flat by {clock(at, zone).slice(0, 5)}</span>
      <span className={isNear ? 'amber strip-value' : 'strip-value'}>{span(left)}</span>
    </span>
  );
}

/** "MNQ 0.2 s, MES 0.4 s": each feed with the age of its newest quote. */
function feedAges(state: CockpitState): string {
  const roots = [...new Set(state.symbols.map(({ root }) => root))];
  return roots
    .map((root) => `${root} ${priceAgeMs(state, root) === undefined ? 'none due' : age(priceAgeMs(state, root) ?? 0)}`)
    .join(', ');
}

/** Ages and ways of what feeds the screen. Nothing here says that all is well; what is late turns amber. */
function Links(): ReactElement {
  const links = useCockpit(
    (state) => ({
      feedMs: oldestPrice(state)?.ageMs,
      feeds: feedAges(state),
      stale: oldestPrice(state)?.isOld === true ? oldestPrice(state)?.root : undefined,
      silent: silentSources(state).map(sourceName).join(', '),
      hub: state.hub.phase,
      wayMs: state.wayMs,
      desk: state.account?.stale === true || state.desk?.up === false,
      up: state.symbols.filter((symbol) => symbol.link.phase === 'up').length,
      all: state.symbols.length,
    }),
    sameMembers,
  );
  const { feedMs, feeds, stale, silent, hub, wayMs, desk, up, all } = links;
  return (
    <>
      {silent === '' ? (
        <span className="strip-fact" title={`Time since each contract's newest quote: ${feeds}. The oldest is shown.`}>
          <span className="faint">{stale === undefined ? 'feed' : `feed ${stale}`}</span>
          <span className={stale === undefined ? 'strip-value' : 'amber strip-value'}>
            {feedMs === undefined ? NOTHING : age(feedMs)}
          </span>
        </span>
      ) : (
        <strong
          className="strip-silent amber"
          title={`${silent} silent. Time since each contract's newest quote: ${feeds}.`}
          data-testid="silent"
        >
          {silent} silent
        </strong>
      )}
      <span className="strip-fact" title="The way to the hub and back">
        <span className="faint">hub</span>
        <span className={hub === 'up' ? 'strip-value' : 'amber strip-value'} data-testid="hub-way">
          {hub !== 'up' ? 'no link' : wayMs === undefined ? NOTHING : latency(wayMs)}
        </span>
      </span>
      {desk ? (
        <span className="strip-fact">
          <span className="faint">desk</span>
          <span className="amber strip-value">no link</span>
        </span>
      ) : null}
      <span className="strip-fact" title="Engines whose servers this page is connected to">
        <span className="faint">engines</span>
        <span className={up < all ? 'amber strip-value' : 'strip-value'} data-testid="engines">
          {up} / {all}
        </span>
      </span>
    </>
  );
}

const SPEEDS = [
  { value: 1, text: '1\u00d7' },
  { value: 10, text: '10\u00d7' },
  { value: 60, text: '60\u00d7' },
] as const;

function Simulation(): ReactElement | null {
  const { commands } = useScreen().cockpit;
  const mode = useCockpit((state) => state.account?.mode);
  const speed = useCockpit((state) => state.account?.speed);
  const may = useCockpit(mayTrade);
  const isSeeking = useCockpit((state) => state.seek !== undefined);
  if (mode !== 'SIM' && mode !== 'REPLAY') return null;
  return (
    <>
      <Segmented
        label="Speed of the simulation"
        choices={SPEEDS}
        value={typeof speed === 'number' ? (speed as 1 | 10 | 60) : undefined}
        isDisabled={!may}
        onChoose={(next) => void commands.setSpeed(next)}
      />
      <button
        type="button"
        className={isSeeking ? 'strip-button is-seeking' : 'strip-button'}
        disabled={!may}
        title={
          isSeeking
            ? 'Runs at full speed until a position opens or closes; press to go on at the speed before'
            : undefined
        }
        data-testid="next-trade"
        onClick={() => void (isSeeking ? commands.setSpeed(speed ?? 1) : commands.nextTrade())}
      >
        {isSeeking ? 'Searching… stop' : 'Next trade'}
      </button>
    </>
  );
}

export function TopStrip(): ReactElement {
  const { dialog } = useScreen();
  const demo = useCockpit((state) => state.symbols.some(({ config }) => config !== undefined && isDemo(config)));
  const ended = useCockpit((state) => state.account?.ended ?? false);
  const role = useCockpit((state) => (state.session.phase === 'open' ? state.session.role : undefined));
  return (
    <header className="strip">
      <ModeBadge />
      {demo ? (
        <strong
          className="demo-badge"
          title="The DEMO preset: strategies trade often, to show the cockpit. Results prove nothing."
        >
          DEMO
        </strong>
      ) : null}
      <h1 className="visually-hidden">Pitwall cockpit</h1>
      <Clock />
      {ended ? <span className="amber">replay ended</span> : <FlatBy />}
      <Links />
      <span className="strip-gap" />
      {role === 'viewer' || role === 'flatten' ? (
        <span className="strip-role">{role === 'viewer' ? 'viewing only' : 'may flatten and stop'}</span>
      ) : null}
      <Simulation />
      <button type="button" className="strip-button" onClick={() => dialog.set({ kind: 'palette' })}>
        <Key>Ctrl K</Key> Find
      </button>
    </header>
  );
}
