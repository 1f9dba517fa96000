import type {
  AlarmMessage,
  CockpitAccount,
  CockpitOrder,
  ReceiptMessage,
  StrategyEntry,
  StrategyViewMessage,
} from '../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type CockpitState, type SymbolServer } from './cockpit.ts';
import { askedBand, bandAged, bandReceipt, bandRefused, bandStep, isEnded } from './flatten.ts';
import { heard, moved, NEW_LINK } from './links.ts';
import type { Arrival, Arrived } from './message.ts';
import { withAlarms, withLog, withOrders, withReceipts } from './rows.ts';
import { agedTo, withTold, withWord } from './sources.ts';
import { bookOf, heldBy } from './select.ts';
import { sparkOf, sparkWith } from './spark.ts';
import { withClosedTrades, withTradePage, type HeldTrades } from './trade-span.ts';
import { isAlive } from './table-words.ts';
import { liveToasts, withoutToast, withToast } from './toasts.ts';
import { withFlats, withoutOvertaken, withReceipt } from './verified-flat.ts';

function withSymbol(state: CockpitState, id: string, change: (symbol: SymbolServer) => SymbolServer): CockpitState {
  const symbols = state.symbols.map((symbol) => (symbol.id === id ? change(symbol) : symbol));
  return symbols.every((symbol, index) => symbol === state.symbols[index]) ? state : { ...state, symbols };
}

function withEntries(state: CockpitState, entries: readonly StrategyEntry[]): CockpitState {
  const symbols = entries.map((entry): SymbolServer => {
    const known = state.symbols.find((symbol) => symbol.id === entry.id);
    return {
      id: entry.id,
      number: entry.number,
      name: entry.name,
      kind: entry.kind,
      root: entry.root,
      symbol: entry.symbol,
      url: entry.url,
      link: known?.link ?? NEW_LINK,
      config: known?.config,
    };
  });
  const stillThere = symbols.some((symbol) => symbol.id === state.selected);
  return { ...state, symbols, selected: stillThere ? state.selected : (symbols[0]?.id ?? '') };
}

/** An alarm of the page's own: who could tell it is what was lost. Timed, as all of them, by the market's last word. */
function lostLink(state: CockpitState, strategy: string | null, wallMs: number): AlarmMessage {
  const who = strategy === null ? 'the hub' : `the engine of ${strategy}`;
  return {
    id: `lost-${strategy ?? 'hub'}-${wallMs}`,
    code: 'link_lost',
    strategy,
    message: `The link to ${who} is lost`,
    severity: 'error',
    timestamp: state.account?.asOf.time ?? new Date(wallMs).toISOString(),
  };
}

function withAlarm(state: CockpitState, alarm: AlarmMessage): CockpitState {
  return { ...state, alarms: withAlarms(state.alarms, [alarm]) };
}

/** While the hub is there, it tells of an engine that dies. */
function withLostEngine(state: CockpitState, { id, phase, wallMs }: Arrived & { type: 'symbol-link' }): CockpitState {
  const wasUp = state.symbols.some((symbol) => symbol.id === id && symbol.link.phase === 'up');
  return wasUp && phase !== 'up' && state.hub.phase !== 'up' ? withAlarm(state, lostLink(state, id, wallMs)) : state;
}

/** The open trades and how many have ended: another value means that somebody traded. */
function tradesMark(account: CockpitAccount | undefined): string {
  return (account?.books ?? [])
    .map(({ positions, dayTrades }) =>
      [...positions.map((held) => `${held.tradeId}x${held.quantity}`), dayTrades].join('/'),
    )
    .join(' ');
}

function heldTrades({ trades, tradeSpan }: CockpitState): HeldTrades {
  return { trades, tradeSpan };
}

function mapViews(
  views: CockpitState['views'],
  change: (view: StrategyViewMessage) => StrategyViewMessage,
): CockpitState['views'] {
  return Object.fromEntries(Object.entries(views).map(([id, view]) => [id, change(view)]));
}

/** What the venue confirmed is shown at once: the next picture of the account may be long in coming. */
function withVerified(state: CockpitState, receipts: readonly ReceiptMessage[]): CockpitState {
  const flats = receipts.reduce(withReceipt, state.flats);
  if (flats === state.flats) return state;
  const isGone = ({ strategy }: CockpitOrder): boolean =>
    receipts.some(({ verified, scope }) => verified && (scope === strategy || scope === 'account'));
  const orders = state.orders.filter((order) => !(isAlive(order) && isGone(order)));
  const account = state.account === undefined ? undefined : withFlats(state.account, flats);
  // What a strategy said of the position is over; what it says next comes with its next bar.
  const wasOpen = (id: string): boolean =>
    heldBy(bookOf(state, id)) !== undefined &&
    account?.books.some((book) => book.id === id && heldBy(book) === undefined) === true;
  const views = mapViews(state.views, (view) =>
    wasOpen(view.id)
      ? { ...view, pendingSetup: null, barsLeft: null, phase: 'flat', note: 'verified at the venue' }
      : view,
  );
  return { ...state, flats, orders, account, views };
}

/** What counts within a run: another one begins anew. */
const OF_A_RUN = {
  trades: [],
  tradeSpan: undefined,
  log: [],
  flats: {},
  orders: [],
  views: {},
  sparks: {},
  receipts: [],
  band: null,
  seq: undefined,
} as const;

/** Time passes: bands and sources age, toasts go. Nothing else on screen depends on it. */
function withTime(state: CockpitState, arrival: Arrival): CockpitState {
  const band = state.band === null ? null : bandAged(state.band, arrival.nowMs);
  const toasts = liveToasts(state.toasts, arrival.nowMs);
  const sources = agedTo(state.sources, arrival.nowMs);
  const isSame = band === state.band && toasts === state.toasts && sources === state.sources;
  return isSame ? state : { ...state, band, toasts, sources };
}

/** The next state. Pure: the same state and message give the same result. */
export function reduce(state: CockpitState, message: Arrived): CockpitState {
  switch (message.type) {
    case 'session':
      // Who was thrown out, or left, leaves nothing of what was seen to the next.
      return message.session.phase === 'locked'
        ? { ...EMPTY_COCKPIT, session: message.session }
        : { ...state, session: message.session };
    case 'hub-link': {
      const hub = moved(state.hub, message.phase, message.reason, message.wallMs);
      // What nobody could take while the hub was away is no news once it is back: the next press reaches it.
      const isBack = hub.phase === 'up' && state.hub.phase !== 'up';
      const sources = isBack ? withWord(state.sources, message.nowMs) : state.sources;
      const next = { ...state, hub, sources, band: isBack && state.band?.phase === 'refused' ? null : state.band };
      if (state.hub.phase !== 'up' || hub.phase === 'up') return next;
      const alarm = lostLink(state, null, message.wallMs);
      return { ...withAlarm(next, alarm), toasts: withToast(state.toasts, 'error', alarm.message, message.nowMs) };
    }
    case 'symbol-link':
      return withSymbol(withLostEngine(state, message), message.id, (symbol) => ({
        ...symbol,
        link: moved(symbol.link, message.phase, message.reason, message.wallMs),
      }));
    case 'heard':
      return withSymbol(state, message.id, (symbol) => {
        const link = heard(symbol.link, message.wallMs);
        return link === symbol.link ? symbol : { ...symbol, link };
      });
    // Told anew on each connection; charts are built upon it.
    case 'catalog':
      return JSON.stringify(state.catalog) === JSON.stringify(message.catalog)
        ? state
        : { ...state, catalog: message.catalog };
    case 'strategies':
      return withEntries(state, message.entries);
    case 'config':
      return withSymbol(state, message.id, (symbol) => ({
        ...symbol,
        config: message.config,
        symbol: message.config.symbol,
      }));
    case 'account': {
      const isOtherRun = state.account !== undefined && state.account.run !== message.account.run;
      const before: CockpitState = isOtherRun ? { ...state, ...OF_A_RUN } : state;
      const flats = withoutOvertaken(before.flats, message.account);
      const account = withFlats(message.account, flats);
      const speed = account.speed === 'max' || account.ended ? 0 : account.speed;
      const clock = { marketMs: Date.parse(account.asOf.time), toldAtMs: message.nowMs, speed };
      const seq = Math.max(before.seq ?? 0, account.asOf.seq);
      const seek = account.ended || tradesMark(account) !== state.seek ? undefined : state.seek;
      return {
        ...before,
        seek,
        flats,
        account,
        clock,
        accountHeardMs: message.wallMs,
        seq,
        sources: withWord(state.sources, message.nowMs),
        hub: heard(state.hub, message.wallMs),
      };
    }
    case 'sources':
      return { ...state, sources: withTold(message.sources, message.carrier, message.nowMs) };
    case 'desk-link':
      return { ...state, desk: message.link };
    case 'view':
      return { ...state, views: { ...state.views, [message.view.id]: message.view } };
    case 'spark':
      return { ...state, sparks: { ...state.sparks, [message.id]: sparkOf(message.day, message.points) } };
    case 'strategy-pnl': {
      const symbol = state.symbols.find((each) => each.number === message.update.strategy_id);
      const day = state.account?.tradingDay;
      if (symbol === undefined || day === undefined) return state;
      const point = { timeMs: Date.parse(message.update.timestamp), value: message.update.pnl };
      const spark = sparkWith(state.sparks[symbol.id], day, point);
      return { ...state, sparks: { ...state.sparks, [symbol.id]: spark } };
    }
    case 'seek':
      return { ...state, seek: message.isOn ? tradesMark(state.account) : undefined };
    case 'trades':
      return { ...state, ...withClosedTrades(heldTrades(state), message.trades) };
    case 'trade-page':
      return { ...state, ...withTradePage(heldTrades(state), message.page) };
    case 'orders':
      return { ...state, orders: withOrders(state.orders, message.orders) };
    case 'log':
      return { ...state, log: withLog(state.log, message.lines) };
    case 'alarms':
      return { ...state, alarms: withAlarms(state.alarms, message.alarms) };
    case 'alarms-seen':
      return { ...state, alarmsSeenAt: state.alarms[0]?.timestamp ?? state.alarmsSeenAt };
    case 'processes':
      return { ...state, processes: message.processes };
    case 'subscribed':
      return { ...state, seq: message.seq };
    case 'way':
      return { ...state, wayMs: message.ms };
    case 'flatten-step':
      return { ...state, band: bandStep(state.band, message.step, message.nowMs) };
    case 'receipt':
      return {
        ...withVerified(state, message.parts ?? [message.receipt]),
        band: bandReceipt(state.band, message.receipt, message.nowMs),
        receipts: withReceipts(state.receipts, [message.receipt]),
      };
    case 'receipts':
      return { ...state, receipts: withReceipts(state.receipts, message.receipts) };
    case 'asked': {
      // A second press joins a flatten in flight: one band, one receipt.
      const open = state.band;
      const joins = open !== null && open.kind === message.kind && open.scope === message.scope && !isEnded(open);
      return joins ? state : { ...state, band: askedBand(message.kind, message.scope, message.nowMs) };
    }
    case 'ask-detour':
      return state.band === null ? state : { ...state, band: { ...state.band, detour: true } };
    case 'ask-refused':
      return state.band === null ? state : { ...state, band: bandRefused(state.band, message.message) };
    case 'stopped': {
      const band = state.band;
      if (band === null || band.kind !== 'stop' || band.scope !== message.scope) return state;
      const steps = [{ name: 'entries_blocked', text: message.text, ms: message.ms }];
      return { ...state, band: { ...band, phase: 'verified', steps, totalMs: message.ms } };
    }
    case 'band-closed':
      return { ...state, band: null };
    case 'select':
      return state.selected === message.id ? state : { ...state, selected: message.id };
    case 'look-at':
      return { ...state, selected: message.at.strategy, lookAt: message.at };
    case 'looked':
      return { ...state, lookAt: undefined };
    case 'toast':
      return { ...state, toasts: withToast(state.toasts, message.tone, message.text, message.nowMs) };
    case 'toast-closed':
      return { ...state, toasts: withoutToast(state.toasts, message.id) };
    case 'time-passed':
      return withTime(state, message);
  }
}
