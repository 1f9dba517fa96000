import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Reads } from '../../adapters/reading/reads.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import { parseQueryTime } from '../../adapters/web/query-time.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import { dayText, parseDay } from '../../domain/civil-day.ts';
import { ALWAYS, tradingDaySpan } from '../../domain/session.ts';
import { DAY_MS } from '../../domain/units.ts';
import type { AccountView } from '../../domain/views.ts';
import {
  encodeCatalog,
  encodeAccount,
  encodeCockpitOrder,
  encodePositions,
  toDollars,
} from '../../wire/encode/index.ts';
import { type CockpitFill, HUB_ACCOUNT_ROUTES, type StrategyEntry } from '../../wire/index.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import type { HubPicture } from '../picture/hub-picture.ts';
import { type AccountReads, MOST_ROWS } from './account-reads.ts';
import type { MarketMemory } from '../picture/market-memory.ts';

const DAYS_OF_CALENDAR = 30;

interface StartEnd {
  readonly start: string | undefined;
  readonly end: string | undefined;
}

export interface AccountRestParts {
  readonly deps: HubDeps;
  readonly picture: HubPicture;
  readonly market: MarketMemory;
  readonly reads: Reads<AccountReads>;
}

/** Reading the account: what it is now from memory, what it was from the file, beside this loop. */
export function bindAccountRest(
  app: FastifyInstance,
  admit: Admit,
  { deps, picture, market, reads }: AccountRestParts,
): void {
  const names = Object.fromEntries(deps.strategies.map(({ id, name }) => [id, name]));
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
    trades: (call) => {
      const { from, to, day, strategy: ref, limit = MOST_ROWS } = call.query;
      if (day !== undefined && (from !== undefined || to !== undefined))
        throw new HttpFault('bad_request', 'day: expected alone or from and to without it, found both; leave one away');
      const span = day === undefined ? range({ from, to }, today) : { tradingDay: day };
      return reads.answer(call, 'trades', { ...span, book: book(ref), limit, names });
    },
    fills: (call) => {
      const { from, to, strategy: ref, limit = MOST_ROWS } = call.query;
      const span = range({ from, to }, today);
      const wanted = book(ref);
      const isAsked = ({ strategy: of, timestamp }: CockpitFill): boolean => {
        const timeMs = Date.parse(timestamp);
        return (wanted === undefined || of === wanted) && timeMs >= span.fromMs && timeMs < span.toMs;
      };
      // What the desk could not write into the file yet was told all the same.
      const spilled = (picture.view?.journal.spilledCommits ?? 0) > 0;
      const held = spilled ? picture.fills.filter(isAsked) : [];
      return reads.answer(call, 'fills', { ...span, book: wanted, limit, held });
    },
    strategies: ({ request }) => strategies(deps, picture, remoteBase(request)),
    views: () => picture.strategyViews(),
    log: (call) => reads.answer(call, 'log', { book: book(call.query.strategy), limit: call.query.limit ?? 200 }),
    receipts: (call) =>
      reads.answer(call, 'receipts', { book: book(call.query.strategy), limit: call.query.limit ?? 100 }),
    contracts: encodeCatalog,
    chart: (call) =>
      reads.answer(call, 'chart', {
        strategy: strategy(call.query.strategy),
        interval: call.query.interval ?? '1m',
        calendar: market.calendar,
        fromMs: parseQueryTime('from', call.query.from),
        toMs: parseQueryTime('to', call.query.to),
        limit: call.query.limit ?? 500,
      }),
    calendar: (call) => {
      const { query } = call;
      const last = dayOf('end_date', query.end_date) ?? parseDay(view().tradingDay) ?? 0;
      const first = dayOf('start_date', query.start_date) ?? last - DAYS_OF_CALENDAR;
      const days = { fromDay: dayText(first), toDay: dayText(last), strategy: number(query.strategy_id) };
      return reads.answer(call, 'calendar', days);
    },
    drawdown: (call) => {
      const { start, end, strategy_id: ref, points = 1_000 } = call.query;
      return reads.answer(call, 'drawdown', { ...range({ start, end }, today), strategy: number(ref), points });
    },
    equity: (call) => {
      const { query } = call;
      const to = dayOf('to', query.to) ?? parseDay(view().tradingDay) ?? 0;
      const from = dayOf('from', query.from) ?? to;
      const days = { fromDay: dayText(from), toDay: dayText(to), strategy: number(query.strategy) };
      return reads.answer(call, 'equity', { ...days, points: query.points ?? 1_000 });
    },
  });
}

/** [from, to) as asked, each under the name that its query has; without either the trading day; without an end up to ever. */
function range(
  asked: { readonly from: string | undefined; readonly to: string | undefined } | StartEnd,
  today: () => { fromMs: number; toMs: number },
): { fromMs: number; toMs: number } {
  const [fromMs, toMs] =
    'from' in asked
      ? [parseQueryTime('from', asked.from), parseQueryTime('to', asked.to)]
      : [parseQueryTime('start', asked.start), parseQueryTime('end', asked.end)];
  if (fromMs === undefined && toMs === undefined) return today();
  return { fromMs: fromMs ?? 0, toMs: toMs ?? Number.MAX_SAFE_INTEGER };
}

/** A date in a query: as it is written, also before a time (document 003's page sends one), else the date in UTC. */
function dayOf(name: string, text: string | undefined): number | undefined {
  const timeMs = parseQueryTime(name, text);
  if (text === undefined || timeMs === undefined) return undefined;
  return parseDay(text.slice(0, 10)) ?? Math.floor(timeMs / DAY_MS);
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
