import type { ClientOrderId } from '../domain/ids.ts';
import type { OrderState } from '../domain/order.ts';
import type { Quantity, Side, Ticks } from '../domain/units.ts';
import { isClosed } from '../domain/order.ts';

/**
 * How one book gets flat in one contract: a state machine, pure. What is open is canceled first and the answers awaited
 * (what fills meanwhile counts); only then goes the closing order, one at a time, so that a stop and a closing order
 * never both fill. A closing order that comes to nothing puts the protective stop back at its last price, or where the
 * desk holds one to be sound when nobody remembers a price; the next try follows after 1, 2, 4, then every 8 seconds. Whoever drives it (within the steps, or beside them) calls it again when
 * something was reported and when the time it named has come.
 */
export interface FlattenState {
  /** Closing orders that came to nothing. */
  readonly tries: number;
  /** The closing order that was sent last, until its end is known. */
  readonly closingId?: ClientOrderId;
  readonly closingMs?: number;
  /** Nothing is closed before, by the driver's clock. */
  readonly dueMs: number;
  /** Last price of the protective stop: where it is put back. */
  readonly stopTicks?: Ticks;
  /** The try after which the stop was put back: once for each. */
  readonly rearmedAfter?: number;
  /** Since when answers to cancels are awaited. */
  readonly awaitingMs?: number;
  /** Since when a comparison with the venue's own books is awaited. */
  readonly unsureMs?: number;
  /** Orders that it has asked to cancel: how often, and when last. A venue that refuses is not asked again at once. */
  readonly asked?: Readonly<Record<string, { readonly times: number; readonly ms: number }>>;
}

export const FLATTEN_BEGIN: FlattenState = { tries: 0, dueMs: 0 };

export interface FlattenRules {
  /** A closing order that has not filled after so long is taken back, ms. */
  readonly closePatienceMs: number;
  /** Answers to cancels that are missing after so long are asked for, ms. */
  readonly cancelPatienceMs: number;
  /** What is held is in doubt: it is closed as our books have it when no comparison came after so long, ms. */
  readonly comparePatienceMs: number;
  /** Pause after the first, second, ... failed try; the last one holds for all later, ms. */
  readonly pausesMs: readonly number[];
}

/** When the data have ended, time stands still: so many tries follow each other without a pause, then it is given up. */
const TRIES_AT_THE_END = 3;

export const FLATTEN_RULES: FlattenRules = {
  closePatienceMs: 1_000,
  cancelPatienceMs: 800,
  comparePatienceMs: 5_000,
  pausesMs: [1_000, 2_000, 4_000, 8_000],
};

/** What the ledger and the calendar say now. */
export interface FlattenFacts {
  readonly netQty: number;
  /** The book's orders in the contract that are not closed. */
  readonly orders: readonly OrderState[];
  /** The order of `closingId`. */
  readonly closing: OrderState | undefined;
  /** Something was told that does not fit: what is held shows when the books have been compared. */
  readonly unsure: boolean;
  readonly marketOpen: boolean;
  /** Where a stop would go that nobody remembers; undefined: no price is known. Asked for only where `stopTicks` is not. */
  readonly lastStopTicks?: Ticks | undefined;
  /** No later quote will come: what waits for one waits in vain. */
  readonly dataEnded: boolean;
  readonly nowMs: number;
}

export type FlattenAct =
  | { readonly kind: 'cancel'; readonly orderId: ClientOrderId }
  /** A market order over all that is held. */
  | { readonly kind: 'close'; readonly side: Side; readonly qty: Quantity }
  /** A stop over all that is held, in place of the one that was taken away. */
  | { readonly kind: 'rearm'; readonly side: Side; readonly qty: Quantity; readonly stopTicks: Ticks };

export type FlattenPhase =
  /** Cancels are on their way. */
  | 'cancel'
  /** What is held is not certain: the venue is asked first. */
  | 'compare'
  /** A closing order is on its way. */
  | 'close'
  /** Waits for the next try, with the stop put back. */
  | 'pause'
  /** The market is closed: what is held keeps its protection until it opens. */
  | 'held'
  /** Nothing is held and nothing works, as far as our books tell. */
  | 'flat';

export interface FlattenMove {
  readonly state: FlattenState;
  readonly phase: FlattenPhase;
  readonly acts: readonly FlattenAct[];
  /** The venue's own list is needed: it does not answer, or does not know an order that we believe open. */
  readonly asks: boolean;
  /** Without a report it has nothing to do before this time; undefined: it waits for reports alone. */
  readonly wakeMs: number | undefined;
  /** What is held waits without a stop, and no price is known at which one could be placed. */
  readonly naked?: true;
  /** A closing order came to nothing just now: why. */
  readonly failed?: string;
}

export function nextFlatten(before: FlattenState, facts: FlattenFacts, rules: FlattenRules): FlattenMove {
  const { netQty, nowMs } = facts;
  const open = facts.orders;
  const entries = open.filter(({ order }) => !order.reducing);
  const exits = open.filter(({ order }) => order.role === 'exit');
  const protection = open.filter(({ order }) => order.reducing && order.role !== 'exit');
  const learned = withStop(before, protection, netQty);
  const { state, failed } = afterClosing(learned, facts, rules);
  const told = failed === undefined ? {} : { failed };
  const cancels = (orders: readonly OrderState[]) => cancelActs(orders, open, state, nowMs, rules);

  if (netQty === 0) {
    if (open.length === 0) return { state, phase: 'flat', acts: [], asks: false, wakeMs: undefined, ...told };
    return awaitCancels(state, open, cancels(open), nowMs, rules, told);
  }
  if (!facts.marketOpen && !facts.dataEnded) {
    const acts = [...cancels(entries), ...rearm(state, protection, netQty, state.stopTicks)];
    return { state: noted(state, acts, nowMs), phase: 'held', acts, asks: hasDoubt(open), wakeMs: undefined, ...told };
  }
  if (exits.length > 0) return awaitClosing(state, exits, cancels, facts, rules, told);
  if (nowMs < state.dueMs) {
    const stopTicks = state.stopTicks ?? facts.lastStopTicks;
    const acts = [...cancels(entries), ...rearm(state, protection, netQty, stopTicks)];
    return {
      state: noted(state, acts, nowMs),
      phase: 'pause',
      acts,
      asks: hasDoubt(open),
      wakeMs: state.dueMs,
      ...(stopTicks === undefined && !hasStop(protection) ? { naked: true } : {}),
      ...told,
    };
  }
  if (open.length > 0) return awaitCancels(state, open, cancels(open), nowMs, rules, told);
  const doubtful = awaitCompare(state, facts, rules);
  if (doubtful !== undefined) return { ...doubtful, ...told };
  const close: FlattenAct = { kind: 'close', side: netQty > 0 ? 'sell' : 'buy', qty: Math.abs(netQty) };
  return { state: begun(state), phase: 'close', acts: [close], asks: false, wakeMs: undefined, ...told };
}

/** Called with the id that the closing order got. */
export function closingSent(state: FlattenState, orderId: ClientOrderId, nowMs: number): FlattenState {
  return { ...state, closingId: orderId, closingMs: nowMs };
}

/** The present protective stop's price is remembered: the one nearest to the market. */
function withStop(state: FlattenState, protection: readonly OrderState[], netQty: number): FlattenState {
  const prices = protection.flatMap(({ order, stopTicks }) =>
    order.role === 'stop' && stopTicks !== undefined ? [stopTicks] : [],
  );
  if (prices.length === 0) return state;
  const stopTicks = netQty < 0 ? Math.min(...prices) : Math.max(...prices);
  return state.stopTicks === stopTicks ? state : { ...state, stopTicks };
}

/** What became of the closing order that was sent last. */
function afterClosing(
  state: FlattenState,
  { closing, netQty, nowMs, dataEnded }: FlattenFacts,
  rules: FlattenRules,
): { readonly state: FlattenState; readonly failed?: string } {
  if (state.closingId === undefined || (closing !== undefined && !isClosed(closing.status))) return { state };
  const { closingId: _id, closingMs: _ms, ...rest } = state;
  if (netQty === 0 || closing === undefined || closing.status === 'filled') return { state: rest };
  const tries = state.tries + 1;
  const hurries = dataEnded && tries < TRIES_AT_THE_END;
  const pauseMs = hurries ? 0 : (rules.pausesMs[Math.min(tries, rules.pausesMs.length) - 1] ?? 0);
  return { state: { ...rest, tries, dueMs: nowMs + pauseMs }, failed: closing.reason ?? closing.status };
}

function awaitCancels(
  before: FlattenState,
  open: readonly OrderState[],
  acts: readonly FlattenAct[],
  nowMs: number,
  rules: FlattenRules,
  told: { readonly failed?: string },
): FlattenMove {
  const { rearmedAfter: _after, ...bare } = noted(before, acts, nowMs);
  const state = acts.length > 0 || before.awaitingMs === undefined ? { ...bare, awaitingMs: nowMs } : before;
  const askMs = (state.awaitingMs ?? nowMs) + rules.cancelPatienceMs;
  return { state, phase: 'cancel', acts, asks: hasDoubt(open) || nowMs >= askMs, wakeMs: askMs, ...told };
}

/** One closing order at a time: it is waited for, and taken back when it does not fill. */
function awaitClosing(
  before: FlattenState,
  exits: readonly OrderState[],
  cancels: (orders: readonly OrderState[]) => readonly FlattenAct[],
  facts: FlattenFacts,
  rules: FlattenRules,
  told: { readonly failed?: string },
): FlattenMove {
  const closingMs = before.closingMs ?? facts.nowMs;
  const state = before.closingMs === undefined ? { ...before, closingMs } : before;
  const takeBackMs = facts.dataEnded ? facts.nowMs : closingMs + rules.closePatienceMs;
  const acts = facts.nowMs >= takeBackMs ? cancels(exits) : [];
  const next = noted(state, acts, facts.nowMs);
  const overdue = facts.nowMs >= takeBackMs + rules.cancelPatienceMs;
  const wakeMs = facts.nowMs >= takeBackMs ? takeBackMs + rules.cancelPatienceMs : takeBackMs;
  return { state: next, phase: 'close', acts, asks: hasDoubt(exits) || (overdue && !facts.dataEnded), wakeMs, ...told };
}

/** A closing order for what is not held would open a position the other way round. */
function awaitCompare(
  before: FlattenState,
  { unsure, dataEnded, nowMs }: FlattenFacts,
  { comparePatienceMs }: FlattenRules,
): FlattenMove | undefined {
  if (!unsure || dataEnded) return undefined;
  const unsureMs = before.unsureMs ?? nowMs;
  const wakeMs = unsureMs + comparePatienceMs;
  if (nowMs >= wakeMs) return undefined;
  return { state: { ...before, unsureMs }, phase: 'compare', acts: [], asks: true, wakeMs };
}

function begun(state: FlattenState): FlattenState {
  const { awaitingMs: _ms, asked: _asked, unsureMs: _unsure, ...rest } = state;
  return rest;
}

/** The stop that was taken away, once for each try; nothing where one still stands (or is being canceled) or none is known. */
function rearm(
  state: FlattenState,
  protection: readonly OrderState[],
  netQty: number,
  stopTicks: Ticks | undefined,
): readonly FlattenAct[] {
  if (hasStop(protection) || stopTicks === undefined || state.rearmedAfter === state.tries) return [];
  return [{ kind: 'rearm', side: netQty > 0 ? 'sell' : 'buy', qty: Math.abs(netQty), stopTicks }];
}

function hasStop(protection: readonly OrderState[]): boolean {
  return protection.some(({ order }) => order.role === 'stop');
}

/** What the acts leave to remember. */
function noted(state: FlattenState, acts: readonly FlattenAct[], nowMs: number): FlattenState {
  if (acts.length === 0) return state;
  const asked = { ...state.asked };
  for (const act of acts) {
    if (act.kind === 'cancel') asked[act.orderId] = { times: (asked[act.orderId]?.times ?? 0) + 1, ms: nowMs };
  }
  const isRearmed = acts.some(({ kind }) => kind === 'rearm');
  return { ...state, asked, ...(isRearmed ? { rearmedAfter: state.tries } : {}) };
}

/**
 * A leg of an entry is canceled by the venue with its entry; a live leg is canceled by us. One whose cancel was refused is
 * asked for again after the pauses of the rules.
 */
function cancelActs(
  orders: readonly OrderState[],
  open: readonly OrderState[],
  { asked = {} }: FlattenState,
  nowMs: number,
  { pausesMs }: FlattenRules,
): readonly FlattenAct[] {
  const isDue = (orderId: ClientOrderId): boolean => {
    const before = asked[orderId];
    if (before === undefined) return true;
    return nowMs - before.ms >= (pausesMs[Math.min(before.times, pausesMs.length) - 1] ?? 0);
  };
  return orders
    .filter((state) => state.status !== 'pending_cancel' && !(isWaitingLeg(state) && parentIsOpen(state, open)))
    .filter(({ order }) => isDue(order.orderId))
    .map(({ order }) => ({ kind: 'cancel', orderId: order.orderId }));
}

function isWaitingLeg(state: OrderState): boolean {
  return state.order.parentId !== undefined && (state.status === 'pending_new' || state.status === 'suspended');
}

function parentIsOpen(leg: OrderState, open: readonly OrderState[]): boolean {
  return open.some(({ order }) => order.orderId === leg.order.parentId);
}

function hasDoubt(orders: readonly OrderState[]): boolean {
  return orders.some(({ doubtMs }) => doubtMs !== undefined);
}
