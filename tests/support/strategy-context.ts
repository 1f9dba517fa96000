import { specOf } from '../../engine/domain/catalog.ts';
import type { ChartIndicators } from '../../engine/strategies/chart-indicators.ts';
import type { BarClock, BarContext, BookView } from '../../engine/strategies/strategy.ts';

export const FLAT_BOOK: BookView = {
  netQty: 0,
  averageTicks: undefined,
  entryWorking: undefined,
  openedMs: undefined,
  targetsFilled: 0,
  lastExit: undefined,
};

/** A quiet market: close at the middle band, RSI 50, squeeze off, ATR 8 ticks. */
export const QUIET: ChartIndicators = {
  bb: { upper: 1_030, middle: 1_000, lower: 970 },
  rsi: 50,
  atr: 8,
  squeeze: { on: false, momentum: 0 },
};

export interface ContextParts {
  readonly index?: number;
  readonly close?: number;
  readonly high?: number;
  readonly low?: number;
  readonly values?: Partial<ChartIndicators>;
  readonly clock?: Partial<BarClock>;
  readonly book?: Partial<BookView>;
  readonly spreadTicks?: number;
}

const START_MS = Date.UTC(2024, 0, 3, 15);

/** The context of one bar, with what a test cares about laid over an ordinary minute. */
export function contextOf<P>(params: P, parts: ContextParts = {}): BarContext<P, ChartIndicators> {
  const { index = 0, close = 1_000 } = parts;
  const timeMs = START_MS + index * 60_000;
  return {
    bar: { timeMs, open: close, high: parts.high ?? close, low: parts.low ?? close, close, volume: 10 },
    index,
    clock: {
      closeMs: timeMs + 60_000,
      tradingDay: '2024-01-03',
      chicagoMinute: 541,
      newYorkMinute: 601,
      newYorkOpenMinute: 600,
      sessionStart: false,
      minutesToSessionEnd: 400,
      entriesAllowed: true,
      mustBeFlat: false,
      ...parts.clock,
    },
    spec: specOf('MNQ'),
    spreadTicks: parts.spreadTicks ?? 1,
    params,
    values: { ...QUIET, ...parts.values },
    book: { ...FLAT_BOOK, ...parts.book },
  };
}
