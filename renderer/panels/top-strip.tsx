import type { ReactElement } from 'react';
import { Key } from '../controls/key.tsx';
import { Segmented } from '../controls/segmented.tsx';
import { NOTHING } from '../format/money.ts';
import { age, clock, latency, span } from '../format/time.ts';
import { marketTime } from '../state/market-clock.ts';
import { mayTrade, oldestQuoteMs } from '../state/select.ts';
import { sameMembers, useCockpit, usePrefs, useScreen } from './cockpit-context.ts';
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

/** Ages and ways of what feeds the screen. Nothing here says that all is well; what is late turns amber. */
function Links(): ReactElement {
  const links = useCockpit(
    (state) => ({
      feedMs: oldestQuoteMs(state),
      isStale: state.account?.books.some((book) => book.feedStale) ?? false,
      hub: state.hub.phase,
      wayMs: state.wayMs,
      desk: state.account?.stale === true || state.desk?.up === false,
      up: state.symbols.filter((symbol) => symbol.link.phase === 'up').length,
      all: state.symbols.length,
    }),
    sameMembers,
  );
  const { feedMs, isStale, hub, wayMs, desk, up, all } = links;
  return (
    <>
      <span className="strip-fact" title="Age of the oldest newest quote, market time">
        <span className="faint">feed</span>
        <span className={isStale ? 'amber strip-value' : 'strip-value'}>
          {feedMs === undefined ? NOTHING : age(feedMs)}
        </span>
      </span>
      <span className="strip-fact" title="The way to the hub and back" data-volatile="">
        <span className="faint">hub</span>
        <span className={hub === 'up' ? 'strip-value' : 'amber strip-value'}>
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
        <span className={up < all ? 'amber strip-value' : 'strip-value'}>
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
      <button type="button" className="strip-button" disabled={!may} onClick={() => void commands.nextTrade()}>
        Next trade
      </button>
    </>
  );
}

const MODE_HINTS: Readonly<Record<string, string>> = {
  SIM: 'Simulated market and broker; no real order can leave this machine',
  REPLAY: 'Recorded market, simulated broker; no real order can leave this machine',
  PRACTICE: "The broker's simulated account",
  LIVE: 'Real orders, real money',
};

export function TopStrip(): ReactElement {
  const { dialog } = useScreen();
  const mode = useCockpit((state) => state.account?.mode);
  const ended = useCockpit((state) => state.account?.ended ?? false);
  const role = useCockpit((state) => (state.session.phase === 'open' ? state.session.role : undefined));
  return (
    <header className="strip">
      {mode === undefined ? null : (
        <strong className="mode-badge" data-mode={mode} title={MODE_HINTS[mode]}>
          <span>{mode}</span>
        </strong>
      )}
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
