import { covers, scopeOfBook } from '../../domain/scope.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import { parseQueryTime } from '../../adapters/web/query-time.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import { dayText, parseDay } from '../../domain/civil-day.ts';
import { specOf } from '../../domain/catalog.ts';
import { ALWAYS, tradingDaySpan } from '../../domain/session.ts';
import { DAY_MS } from '../../domain/units.ts';
import type { AccountView } from '../../domain/views.ts';
import { aggregate, aggregateDays } from '../../market/aggregate.ts';
import {
  encodeCatalog,
  encodeAccount,
  encodeCockpitOrder,
  encodeCockpitTrade,
  encodePoint,
  encodePositions,
  encodeReceipt,
  parseValues,
  toDollars,
  toDollarsOrNull,
  toIso,
} from '../../wire/encode/index.ts';
import { type ChartPoint, HUB_ACCOUNT_ROUTES, type Interval, type StrategyEntry } from '../../wire/index.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import { encodeLog, type HubPicture } from '../picture/hub-picture.ts';
import type { MarketMemory } from '../picture/market-memory.ts';

const DAYS_OF_CALENDAR = 30;
const MINUTES = { '1m': 1, '5m': 5, '15m': 15, '1h': 60, '1d': 1_440 } as const;
const MOST_RECEIPTS = 1_000;
const MOST_MINUTES = 200_000;

export interface AccountRestParts {
  readonly deps: HubDeps;
  readonly picture: HubPicture;
  readonly market: MarketMemory;
}

/** Reading the account. */
export function bindAccountRest(app: FastifyInstance, admit: Admit, { deps, picture, market }: AccountRestParts): void {
  const { history } = deps;
  const view = (): AccountView => {
    if (picture.view === undefined) throw new HttpFault('not_ready', 'the desk has not told the account yet');
    return picture.view;
  };
  const strategy = (ref: string): StrategyIdentity => {
    const found = picture.strategy(ref);
    if (found === undefined) throw new HttpFault('not_found', `there is no strategy "${ref}" here`);
    return found;
  };
  /** A book's id of a strategy's number or id; other books go by their name. */
  const book = (ref: string | undefined): string | undefined =>
    ref === undefined ? undefined : (picture.strategy(ref)?.id ?? ref);
  const today = (): { fromMs: number; toMs: number } => {
    const calendar = market.calendar ?? ALWAYS;
    return tradingDaySpan(calendar, view().tradingDay);
  };
  const number = (ref: string | undefined): number => (ref === undefined ? 0 : strategy(ref).number);

  bindRoutes(app, HUB_ACCOUNT_ROUTES, admit, {
    account: () => encodeAccount(view(), picture),
    positions: () => encodePositions(view(), OWNER_ID),
    orders: ({ query }) => {
      const wanted = book(query.strategy);
      const orders = query.all === true ? picture.orders.all : picture.orders.open;
      return orders.filter((order) => wanted === undefined || order.book === wanted).map(encodeCockpitOrder);
    },
    trades: ({ query }) => {
      const span = range(query.from, query.to, today);
      const trades = history.trades({ ...span, book: book(query.strategy), limit: query.limit ?? 5_000 });
      return trades.map((trade) => encodeCockpitTrade(trade, picture.nameOf(trade.book)));
    },
    fills: ({ query }) => {
      const { fromMs, toMs } = range(query.from, query.to, today);
      const wanted = book(query.strategy);
      return picture.fills
        .filter((fill) => wanted === undefined || fill.strategy === wanted)
        .filter((fill) => Date.parse(fill.timestamp) >= fromMs && Date.parse(fill.timestamp) < toMs)
        .slice(-(query.limit ?? 5_000));
    },
    strategies: ({ request }) => strategies(deps, picture, remoteBase(request)),
    views: () => picture.strategyViews(),
    log: ({ query }) => history.logs({ book: book(query.strategy), limit: query.limit ?? 200 }).map(encodeLog),
    receipts: ({ query }) => {
      const wanted = book(query.strategy);
      const receipts = history.receipts(MOST_RECEIPTS);
      return receipts
        .filter(({ scope }) => wanted === undefined || covers(scope, scopeOfBook(wanted)))
        .slice(-(query.limit ?? 100))
        .map(encodeReceipt);
    },
    contracts: encodeCatalog,
    chart: ({ query }) =>
      chart(deps, market, strategy(query.strategy), query.interval ?? '1m', {
        fromMs: parseQueryTime('from', query.from),
        toMs: parseQueryTime('to', query.to),
        limit: query.limit ?? 500,
      }),
    calendar: ({ query }) => {
      const last = dayOf('end_date', query.end_date) ?? parseDay(view().tradingDay) ?? 0;
      const first = dayOf('start_date', query.start_date) ?? last - DAYS_OF_CALENDAR;
      const days = history.days({ fromDay: dayText(first), toDay: dayText(last), strategy: number(query.strategy_id) });
      return {
        calendar_data: days.map((day) => ({
          date: day.tradingDay,
          pnl: toDollars(day.netCents),
          trades: day.trades,
          wins: day.wins,
          gross: toDollars(day.grossCents),
          fees: toDollars(day.feesCents),
          drawdown: toDollarsOrNull(day.maxDrawdownCents),
        })),
      };
    },
    drawdown: ({ query }) => {
      const span = range(query.start, query.end, today);
      const series = history.series({ ...span, strategy: number(query.strategy_id), points: query.points ?? 1_000 });
      return {
        chart_data: series.map((point) => ({
          timestamp: toIso(point.timeMs),
          pnl: toDollars(point.pnlCents),
          drawdown: toDollars(point.drawdownCents),
        })),
      };
    },
    equity: ({ query }) => {
      const to = dayOf('to', query.to) ?? parseDay(view().tradingDay) ?? 0;
      const from = dayOf('from', query.from) ?? to;
      const days = { fromDay: dayText(from), toDay: dayText(to) };
      const curve = history.equity({ ...days, strategy: number(query.strategy), points: query.points ?? 1_000 });
      return {
        from: days.fromDay,
        to: days.toDay,
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
  });
}

/** [from, to) as asked; without either the trading day; without `to` up to ever. */
function range(
  from: string | undefined,
  to: string | undefined,
  today: () => { fromMs: number; toMs: number },
): { fromMs: number; toMs: number } {
  const fromMs = parseQueryTime('from', from);
  const toMs = parseQueryTime('to', to);
  if (fromMs === undefined && toMs === undefined) return today();
  return { fromMs: fromMs ?? 0, toMs: toMs ?? Number.MAX_SAFE_INTEGER };
}

/** A date in a query: a date, or any time of it (document 003's page sends an ISO time without a zone). */
function dayOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const day = parseDay(text.slice(0, 10));
  if (day !== undefined) return day;
  const timeMs = parseQueryTime(name, text);
  return timeMs === undefined ? undefined : Math.floor(timeMs / DAY_MS);
}

/** What a browser on another machine uses instead of symbol ports: the hub's own address, which relays them. */
function remoteBase(request: FastifyRequest): string | undefined {
  if (isLoopback(peerOf(request.raw.socket))) return undefined;
  return `${request.protocol}://${request.headers.host ?? ''}/symbols`;
}

function strategies(deps: HubDeps, picture: HubPicture, relay: string | undefined): StrategyEntry[] {
  return deps.strategies.map((strategy) => {
    const book = picture.view?.books.find((each) => each.book === strategy.id);
    const url = picture.processes.find((each) => each.name === strategy.id)?.url;
    return {
      id: strategy.id,
      number: strategy.number,
      name: strategy.name,
      kind: strategy.kind,
      root: strategy.root,
      symbol: book?.contractId ?? strategy.root,
      url: url === undefined ? null : relay === undefined ? url : `${relay}/${strategy.id}`,
      state: book?.state ?? 'EXITS_ONLY',
      engine: book === undefined || book.engine === 'none' ? 'joining' : book.engine,
      pnl: toDollars(book?.dayNetCents ?? 0),
      drawdown: toDollars(book?.drawdownCents ?? 0),
      trades: book?.dayTrades ?? 0,
    };
  });
}

function chart(
  deps: HubDeps,
  market: MarketMemory,
  strategy: StrategyIdentity,
  interval: Interval,
  ask: { readonly fromMs: number | undefined; readonly toMs: number | undefined; readonly limit: number },
): ChartPoint[] {
  const spec = specOf(strategy.root);
  const points = deps.history.points(strategy, {
    ...(ask.fromMs === undefined ? {} : { fromMs: ask.fromMs }),
    ...(ask.toMs === undefined ? {} : { toMs: ask.toMs }),
    limit: Math.min(ask.limit * MINUTES[interval], MOST_MINUTES),
  });
  if (interval === '1m') return points.map(({ bar, json }) => encodePoint(spec, bar, parseValues(json)));
  const bars = points.map(({ bar }) => bar);
  const wide =
    interval === '1d'
      ? aggregateDays(bars, market.calendar).map(({ tradingDay: _day, ...bar }) => bar)
      : aggregate(bars, MINUTES[interval]);
  return wide.slice(-ask.limit).map((bar) => encodePoint(spec, bar, undefined));
}
