import type { Bar } from '../../domain/bar.ts';
import { specOf } from '../../domain/catalog.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import { encodeForming, encodePoint, encodeTrade, parseValues } from '../../wire/encode/index.ts';
import type { ChartPoint, Interval, TradeMessage } from '../../wire/index.ts';
import { barsOf } from './intervals.ts';
import type { BarsAsk, SymbolHistory } from './symbol-history.ts';

/** Most points or trades of one answer, whatever is asked for. */
export const MOST_ROWS = 5_000;

export interface ChartAsk extends BarsAsk {
  readonly interval: Interval;
  readonly calendar: Calendar;
  /** The minute in the making, which belongs to the last bar of a longer interval. */
  readonly forming: Bar | undefined;
}

export interface TradesAsk {
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
}

/** What clients ask the file by HTTP, as the wire has it. */
export function symbolReads(root: string, history: SymbolHistory) {
  const spec = specOf(root);
  return {
    chart: (ask: ChartAsk): ChartPoint[] => {
      const { interval, calendar, forming, ...wished } = ask;
      const range = { ...wished, limit: Math.min(wished.limit, MOST_ROWS) };
      if (interval === '1m')
        return history.points(range).map(({ bar, json }) => encodePoint(spec, bar, parseValues(json)));
      const bars = history.wideBars({ ...range, interval, calendar });
      const newestMs = history.points({ contractId: range.contractId, limit: 1 }).at(-1)?.bar.timeMs;
      // The file may have closed the minute meanwhile: then it is in the bars.
      const isOpen =
        forming !== undefined && range.toMs === undefined && newestMs !== undefined && forming.timeMs > newestMs;
      const last = bars.at(-1);
      const shown =
        isOpen && last !== undefined
          ? [...bars.slice(0, -1), ...barsOf(interval, [last, forming], calendar)].slice(-range.limit)
          : bars;
      return shown.map((bar) => encodeForming(spec, bar));
    },
    trades: ({ fromMs, toMs }: TradesAsk): TradeMessage[] =>
      history.trades(fromMs, toMs, MOST_ROWS).map((trade) => encodeTrade(trade)),
  };
}

export type SymbolReads = ReturnType<typeof symbolReads>;
