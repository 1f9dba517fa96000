import { z } from 'zod';
import { JOURNAL_FAULTS } from '../../domain/journal-health.ts';
import { BLOCK_CODES, STANDING_REASONS } from '../../domain/reasons.ts';
import { source } from './source.ts';
import { bookId, codesOf, count, dollars, isoTime, mode, price, scope, seq, side, tradingState } from '../values.ts';

/** The whole account for the cockpit: the desk's AccountView in dollars, prices and ISO times. */

const standingReason = codesOf(STANDING_REASONS);

export const cockpitQuote = z.strictObject({
  root: z.string(),
  bid: price,
  ask: price,
  bidSize: count,
  askSize: count,
  last: price,
  mark: price,
  volume: z.number().nonnegative(),
  timestamp: isoTime,
});
export type CockpitQuote = z.infer<typeof cockpitQuote>;

export const cockpitPosition = z.strictObject({
  tradeId: z.string(),
  root: z.string(),
  symbol: z.string(),
  side,
  quantity: count,
  averagePrice: price,
  entryTime: isoTime,
  entryOrderId: z.string(),
  entryRsi: z.number().nullable(),
  /** `atBroker`: acknowledged there. Null: the position has no stop. */
  stop: z
    .strictObject({ orderId: z.string(), price, quantity: count, atBroker: z.boolean(), since: isoTime.nullable() })
    .nullable(),
  targets: z.array(z.strictObject({ orderId: z.string(), price, quantity: count })),
  targetsFilled: count,
  /** Null: the contract has no price, and what is open is not known. */
  mark: price.nullable(),
  unrealized: dollars.nullable(),
  /** In this trade so far, before fees. */
  realized: dollars,
  entryFees: dollars,
  exitFees: dollars,
  /** Initial risk, what R counts in; null: no stop has stood yet. */
  risk: dollars.nullable(),
  /** Where the contract's price would use up the room to the daily loss limit if only it moved; null: nowhere, or not known. */
  limitPrice: price.nullable(),
  mae: dollars,
  mfe: dollars,
});
export type CockpitPosition = z.infer<typeof cockpitPosition>;

/** Something is in doubt: entries of its scope are not taken until it is settled. */
export const cockpitBlock = z.strictObject({
  scope,
  code: codesOf(BLOCK_CODES),
  /** What it rests on: a difference's id, an order. */
  subject: z.string(),
  /** What the code means, and what it rests on here. */
  words: z.string(),
  detail: z.string(),
  since: isoTime,
});
export type CockpitBlock = z.infer<typeof cockpitBlock>;

/** Our books and the venue's are, or were, not the same. */
export const cockpitDifference = z.strictObject({
  /** For `POST /api/differences/acknowledge`. */
  id: z.string(),
  message: z.string(),
  /** What was done about it. */
  done: z.string(),
  since: isoTime,
  /** Entries wait until a person has seen it. */
  blocks: z.boolean(),
});
export type CockpitDifference = z.infer<typeof cockpitDifference>;

export const cockpitBook = z.strictObject({
  id: bookId,
  /** 1 to 61: a strategy; 62: MANUAL, orders by hand; 63: EXTERNAL, what is at the venue and not ours. */
  number: z.number().int(),
  kind: z.enum(['strategy', 'manual', 'external']),
  name: z.string(),
  root: z.string(),
  symbol: z.string(),
  ownState: tradingState,
  /** The stricter of its own and the account's. */
  state: tradingState,
  stateReason: standingReason,
  stateUntil: isoTime.nullable(),
  flattening: z.boolean(),
  /** Why no entries are taken besides the state. */
  blocks: z.array(cockpitBlock),
  /** By contract; a strategy holds one at most. */
  positions: z.array(cockpitPosition),
  workingOrders: count,
  dayRealized: dollars,
  /** With open P&L; null where that is not known. */
  dayNet: dollars.nullable(),
  dayGross: dollars,
  dayFees: dollars,
  dayTrades: count,
  dayWins: count,
  /** Null where `dayNet` is. */
  drawdown: dollars.nullable(),
  feedStale: z.boolean(),
  /** None: a book that no engine decides for. */
  engine: z.enum(['up', 'restarting', 'dropped', 'joining', 'none']),
});
export type CockpitBook = z.infer<typeof cockpitBook>;

/** How the file does that everything is written to. While it fails, a spill of limited room takes its place. */
export const cockpitJournal = z.strictObject({
  /** Null: the last write went in. */
  fault: codesOf(JOURNAL_FAULTS).nullable(),
  /** What a person should know; empty while all is well. */
  words: z.string(),
  spilledCommits: count,
  spillBytes: count,
  spillCapacityBytes: count,
  /** False: the room kept back for a full disk is used up, or there never was enough. */
  ballast: z.boolean(),
});
export type CockpitJournal = z.infer<typeof cockpitJournal>;

export const asOf = z.strictObject({ source: z.enum(['desk', 'venue']), time: isoTime, step: count, seq });

export const cockpitAccount = z.strictObject({
  asOf,
  /** True while the desk is not heard: the last picture, not the present. */
  stale: z.boolean(),
  /** What its figures rest on, and how long ago each was heard when this was told. */
  ages: z.array(source),
  account: z.string(),
  run: z.string(),
  mode,
  tradingDay: z.string(),
  /** When it began: the evening of the trading day before, over holidays that roll as well. */
  dayFrom: isoTime,
  state: tradingState,
  stateReason: standingReason,
  stateUntil: isoTime.nullable(),
  startBalance: dollars,
  balance: dollars,
  /** Balance with open P&L; null while a contract that is held has no price, as `dayNet` and `openPnl` are. */
  equity: dollars.nullable(),
  dayStartEquity: dollars,
  dayRealized: dollars,
  dayNet: dollars.nullable(),
  dayGross: dollars,
  dayFees: dollars,
  openPnl: dollars.nullable(),
  margin: dollars,
  buyingPower: dollars.nullable(),
  dailyLossLimit: dollars.nullable(),
  /** Dollars left until the daily loss limit; null when it is off, or not known (`unpriced`). */
  room: dollars.nullable(),
  /** Of the room, what open positions lose when they are stopped and what waiting entries may lose. */
  reserved: dollars,
  /** A contract that is held and has no price. */
  unpriced: z.string().nullable(),
  isAtRisk: z.boolean(),
  accountCap: count,
  /** Contracts open now, counted in micros. */
  exposure: count,
  speed: z.union([z.number(), z.literal('max')]),
  /** True when the data have ended and the market stands. */
  ended: z.boolean(),
  flatBy: isoTime.nullable(),
  books: z.array(cockpitBook),
  /** Blocks that concern the whole account. */
  blocks: z.array(cockpitBlock),
  /** Differences between our books and the venue's that are not over. */
  differences: z.array(cockpitDifference),
  quotes: z.array(cockpitQuote),
  journal: cockpitJournal,
});
export type CockpitAccount = z.infer<typeof cockpitAccount>;
