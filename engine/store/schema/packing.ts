import { invariant } from '../../domain/assert.ts';

/**
 * Row ids that carry their meaning. SQLite keeps an INTEGER PRIMARY KEY as the row's own key, in 1 to 9 bytes, so a
 * packed key costs no column and no index. All stay below 2^53, so that JavaScript numbers hold them exactly.
 *
 * | key | bits, from the highest |
 * |---|---|
 * | journal, trade, log line | run 15, sequence 33 |
 * | pnl second, minute, hour | run 15, second or minute or hour 32, strategy 6 |
 * | chart point | run 15, strategy 6, minute 32 |
 * | bar of a minute, five minutes, an hour | run 15, contract 10, minute 28 |
 * | snapshot | run 15, strategy 6 |
 * | imported bar, piece of imported prints | import 15, minute or place 28 |
 */
export const MAX_RUN = 2 ** 15 - 1;
export const MAX_STRATEGY = 63;
export const MAX_CONTRACT = 1_023;

const SEQ_SPAN = 2 ** 33;
const STRATEGY_SPAN = 2 ** 6;
const TIME_SPAN = 2 ** 32;
const BAR_MINUTE_SPAN = 2 ** 28;
const CONTRACT_SPAN = 2 ** 10;
const MINUTE_MS = 60_000;

/** Strategy number of the whole account's rows (all books together) among P&L rows. */
export const ACCOUNT_STRATEGY = 0;

function within(value: number, span: number, what: string): number {
  invariant(Number.isInteger(value) && value >= 0 && value < span, `expected ${what} in [0, ${span}), found ${value}`);
  return value;
}

export function journalId(run: number, seq: number): number {
  return run * SEQ_SPAN + within(seq, SEQ_SPAN, 'a sequence number');
}

export function seqOfJournalId(id: number): number {
  return id % SEQ_SPAN;
}

/** `time`: epoch second, minute or hour. Rows of one moment stand side by side, and new ones come last. */
export function pnlId(run: number, time: number, strategy: number): number {
  return (
    (run * TIME_SPAN + within(time, TIME_SPAN, 'a moment of P&L')) * STRATEGY_SPAN +
    within(strategy, STRATEGY_SPAN, 'a strategy number')
  );
}

export function timeOfPnlId(id: number): number {
  return Math.floor(id / STRATEGY_SPAN) % TIME_SPAN;
}

export function strategyOfPnlId(id: number): number {
  return id % STRATEGY_SPAN;
}

export function pointId(run: number, strategy: number, timeMs: number): number {
  return (
    (run * STRATEGY_SPAN + within(strategy, STRATEGY_SPAN, 'a strategy number')) * TIME_SPAN +
    within(timeMs / MINUTE_MS, TIME_SPAN, 'the minute of a chart point')
  );
}

export function timeOfPointId(id: number): number {
  return (id % TIME_SPAN) * MINUTE_MS;
}

export function barId(run: number, contract: number, timeMs: number): number {
  return (
    (run * CONTRACT_SPAN + within(contract, CONTRACT_SPAN, 'a contract number')) * BAR_MINUTE_SPAN +
    within(timeMs / MINUTE_MS, BAR_MINUTE_SPAN, 'the minute of a bar')
  );
}

export function timeOfBarId(id: number): number {
  return (id % BAR_MINUTE_SPAN) * MINUTE_MS;
}

export function snapshotId(run: number, strategy: number): number {
  return run * STRATEGY_SPAN + within(strategy, STRATEGY_SPAN, 'a strategy number');
}

/** Of a bar that was imported: import 15, minute 28 bits. */
export function importedBarId(number: number, timeMs: number): number {
  return number * BAR_MINUTE_SPAN + within(timeMs / MINUTE_MS, BAR_MINUTE_SPAN, 'the minute of a bar');
}

/** Of a piece of prints that were imported: import 15, place of the piece 28 bits. */
export function importedPieceId(number: number, place: number): number {
  return number * BAR_MINUTE_SPAN + within(place, BAR_MINUTE_SPAN, 'the place of a piece');
}

/** Of its bars, and of its pieces of prints. */
export function importedRange(number: number): IdRange {
  return { from: number * BAR_MINUTE_SPAN, to: (number + 1) * BAR_MINUTE_SPAN };
}

/** All ids [from, to) of one run under the packing of `id(run, ...)`, given the span of one run. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

export function journalRange(run: number): IdRange {
  return { from: run * SEQ_SPAN, to: (run + 1) * SEQ_SPAN };
}

export function pnlRange(run: number): IdRange {
  const span = TIME_SPAN * STRATEGY_SPAN;
  return { from: run * span, to: (run + 1) * span };
}

export function pointRange(run: number): IdRange {
  const span = TIME_SPAN * STRATEGY_SPAN;
  return { from: run * span, to: (run + 1) * span };
}

export function barRange(run: number): IdRange {
  const span = CONTRACT_SPAN * BAR_MINUTE_SPAN;
  return { from: run * span, to: (run + 1) * span };
}

export function snapshotRange(run: number): IdRange {
  return { from: run * STRATEGY_SPAN, to: (run + 1) * STRATEGY_SPAN };
}
