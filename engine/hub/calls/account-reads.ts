import type { BookId, StrategyIdentity } from '../../domain/book.ts';
import { specOf } from '../../domain/catalog.ts';
import { covers, scopeOfBook } from '../../domain/scope.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import {
  encodeCockpitTrade,
  encodeFill,
  encodeForming,
  encodePoint,
  encodeReceipt,
  parseValues,
  toDollars,
  toDollarsOrNull,
  toIso,
} from '../../wire/encode/index.ts';
import type { CockpitFill, HUB_ACCOUNT_ROUTES, Interval, Reply } from '../../wire/index.ts';
import type { HubHistory } from '../picture/hub-deps.ts';
import { encodeLog } from '../picture/hub-picture.ts';

/** Most points or trades of one answer, whatever is asked for. */
export const MOST_ROWS = 5_000;
const MOST_RECEIPTS = 1_000;
/** Journal rows that a cockpit which was away is told again. */
const MOST_ROWS_AGAIN = 1_000;

type ReplyOf<K extends keyof typeof HUB_ACCOUNT_ROUTES> = Reply<(typeof HUB_ACCOUNT_ROUTES)[K]>;

export interface ChartAsk {
  readonly strategy: StrategyIdentity;
  readonly interval: Interval;
  readonly calendar: Calendar;
  readonly fromMs: TimeMs | undefined;
  readonly toMs: TimeMs | undefined;
  readonly limit: number;
}

export interface DaysAsk {
  readonly fromDay: string;
  readonly toDay: string;
  /** 0: the account. */
  readonly strategy: number;
}

/** What clients ask the file about the account, as the wire has it. */
export function accountReads(history: HubHistory) {
  return {
    trades: (ask: {
      readonly fromMs?: TimeMs | undefined;
      readonly toMs?: TimeMs | undefined;
      readonly tradingDay?: string | undefined;
      readonly book: BookId | undefined;
      readonly limit: number;
      readonly names: Readonly<Record<string, string>>;
    }): ReplyOf<'trades'> => {
      const { names, ...range } = ask;
      const trades = history.trades({ ...range, limit: Math.min(range.limit, MOST_ROWS) });
      return trades.map((trade) => encodeCockpitTrade(trade, names[trade.book] ?? trade.book));
    },
    fills: ({
      held,
      limit: wished,
      ...range
    }: {
      readonly fromMs: TimeMs;
      readonly toMs: TimeMs;
      readonly book: BookId | undefined;
      readonly limit: number;
      /** Fills that may stand in the spill alone, oldest first. */
      readonly held: readonly CockpitFill[];
    }): ReplyOf<'fills'> => {
      const limit = Math.min(wished, MOST_ROWS);
      const filed = history.fills({ ...range, limit }).map(({ fill, role }) => encodeFill(fill, role));
      const known = new Set(filed.map(({ fillId }) => fillId));
      return [...filed, ...held.filter(({ fillId }) => !known.has(fillId))].slice(-limit);
    },
    log: (ask: { readonly book: BookId | undefined; readonly limit: number }): ReplyOf<'log'> =>
      history.logs(ask).map(encodeLog),
    receipts: ({ book, limit }: { readonly book: BookId | undefined; readonly limit: number }): ReplyOf<'receipts'> =>
      history
        .receipts(MOST_RECEIPTS)
        .filter(({ scope }) => book === undefined || covers(scope, scopeOfBook(book)))
        .slice(-limit)
        .map(encodeReceipt),
    chart: ({ strategy, interval, calendar, ...wished }: ChartAsk): ReplyOf<'chart'> => {
      const spec = specOf(strategy.root);
      const range = { ...wished, limit: Math.min(wished.limit, MOST_ROWS) };
      if (interval === '1m')
        return history.points(strategy, range).map(({ bar, json }) => encodePoint(spec, bar, parseValues(json)));
      return history.wideBars(strategy.root, { ...range, interval, calendar }).map((bar) => encodeForming(spec, bar));
    },
    calendar: (ask: DaysAsk): ReplyOf<'calendar'> => ({
      calendar_data: history.days(ask).map((day) => ({
        date: day.tradingDay,
        pnl: toDollars(day.netCents),
        trades: day.trades,
        wins: day.wins,
        gross: toDollars(day.grossCents),
        fees: toDollars(day.feesCents),
        drawdown: toDollarsOrNull(day.maxDrawdownCents),
      })),
    }),
    drawdown: (ask: Parameters<HubHistory['series']>[0]): ReplyOf<'drawdown'> => ({
      chart_data: history.series(ask).map((point) => ({
        timestamp: toIso(point.timeMs),
        pnl: toDollars(point.pnlCents),
        drawdown: toDollars(point.drawdownCents),
      })),
    }),
    equity: (ask: DaysAsk & { readonly points: number }): ReplyOf<'equity'> => {
      const curve = history.equity(ask);
      return {
        from: ask.fromDay,
        to: ask.toDay,
        start: toDollars(curve.startCents),
        net: toDollars(curve.netCents),
        highWater: toDollars(curve.highWaterCents),
        deepest: toDollars(curve.deepestCents),
        points: curve.points.map(({ timeMs, equityCents, drawdownCents }) => ({
          timestamp: toIso(timeMs),
          equity: toDollars(equityCents),
          drawdown: toDollars(drawdownCents),
        })),
      };
    },
    /** Journal rows after a sequence number, the newest. */
    rowsAfter: ({ seq }: { readonly seq: number }) => history.rows(MOST_ROWS_AGAIN, seq),
  };
}

export type AccountReads = ReturnType<typeof accountReads>;
