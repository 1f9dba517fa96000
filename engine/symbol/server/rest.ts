import type { FastifyInstance } from 'fastify';
import type { Bar } from '../../domain/bar.ts';
import type { AccountView } from '../../domain/views.ts';
import { DAY_MS, MINUTE_MS, type TimeMs } from '../../domain/units.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { ask, askFlatten, commandRequest, saidBefore } from '../../adapters/web/command-call.ts';
import type { FlattenWatch } from '../../adapters/web/flatten-watch.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { parseQueryTime } from '../../adapters/web/query-time.ts';
import {
  encodeCatalog,
  encodePoint,
  encodeReceipt,
  encodeTrade,
  parseValues,
  toDollars,
} from '../../wire/encode/index.ts';
import { type ChartPoint, type Interval, SYMBOL_ROUTES } from '../../wire/index.ts';
import { specOf } from '../../domain/catalog.ts';
import { scopeOfBook } from '../../domain/scope.ts';
import type { ChartMemory } from './chart-memory.ts';
import { HISTORY_POINTS } from './chart-memory.ts';
import { barsOf, minutesIn } from './intervals.ts';
import type { Picture } from './picture.ts';
import type { SymbolServerDeps } from './symbol-server-deps.ts';

export interface RestParts {
  readonly deps: SymbolServerDeps;
  readonly picture: Picture;
  readonly chart: ChartMemory;
  readonly flattens: FlattenWatch;
}

/** Most 1-minute bars that one call reads from the file. */
const MOST_MINUTES = 200_000;

/** Document 000's REST calls, and ours. */
export function bindSymbolRest(app: FastifyInstance, admit: Admit, parts: RestParts): void {
  const { deps, picture, chart, flattens } = parts;
  const { clock, strategy } = deps;
  const command = deps.command.bind(deps);

  const view = (): AccountView => {
    if (picture.view === undefined) throw new HttpFault('not_ready', 'the desk has not told the account yet');
    return picture.view;
  };
  const status = () => {
    const message = picture.status();
    if (message === undefined) throw new HttpFault('not_ready', 'the desk has not told the account yet');
    return message;
  };

  bindRoutes(app, SYMBOL_ROUTES, admit, {
    status,
    accounts: () => {
      const account = view();
      return {
        accounts: [
          {
            id: account.account,
            name: `${account.account} (${account.mode})`,
            balance: toDollars(account.balanceCents),
            simulated: deps.simulated,
            canTrade: account.state !== 'HALTED' && !account.ended,
            active: true,
          },
        ],
      };
    },
    selectAccount: ({ params }) => {
      const account = view();
      if (params.id !== account.account) throw new HttpFault('not_found', `there is no account "${params.id}" here`);
      const open = account.books
        .filter((book) => book.positions.length > 0 || book.workingOrders > 0)
        .map((book) => book.name);
      if (open.length > 0) throw new HttpFault('conflict', `not flat: ${open.join(', ')}`);
      return { success: true, accountId: account.account };
    },
    start: async (call) => {
      const result = await ask(
        clock,
        command,
        commandRequest({ kind: 'start', scope: scopeOfBook(strategy.id) }, call),
      );
      const state = stateOf(result.state, 'RUN');
      return { success: true, tradingEnabled: state === 'RUN', state, ...saidBefore(result) };
    },
    stop: async (call) => {
      const result = await ask(clock, command, commandRequest({ kind: 'stop', scope: scopeOfBook(strategy.id) }, call));
      const state = stateOf(result.state, 'EXITS_ONLY');
      return { success: true, tradingEnabled: state === 'RUN', state, ...saidBefore(result) };
    },
    flatten: async (call) => {
      const request = commandRequest({ kind: 'flatten', scope: scopeOfBook(strategy.id) }, call);
      const answer = await askFlatten(clock, command, request, (asked, ms) =>
        flattens.partial(asked, ms, picture.timeMs),
      );
      return { success: answer.receipt.verified, receipt: encodeReceipt(answer.receipt), ...saidBefore(answer) };
    },
    chart: ({ query }) => {
      const bare =
        query.interval === undefined && query.from === undefined && query.to === undefined && query.limit === undefined;
      if (bare) return [...chart.all];
      return readChart(deps, picture.forming, query.interval ?? '1m', {
        fromMs: parseQueryTime('from', query.from),
        toMs: parseQueryTime('to', query.to),
        limit: query.limit ?? HISTORY_POINTS,
      });
    },
    trades: ({ query }) => {
      const fromMs = parseQueryTime('from', query.from);
      const toMs = parseQueryTime('to', query.to);
      if (fromMs === undefined && toMs === undefined) return picture.trades.all.map(encodeTrade);
      return deps.history.trades(fromMs ?? 0, toMs ?? picture.timeMs + DAY_MS).map(encodeTrade);
    },
    contracts: encodeCatalog,
    place: () => ({
      server: 'symbol' as const,
      strategy: strategy.id,
      version: deps.version,
      serverTime: new Date(clock.now()).toISOString(),
    }),
  });
}

type State = 'RUN' | 'EXITS_ONLY' | 'HALTED';

function stateOf(told: string | undefined, otherwise: State): State {
  return told === 'RUN' || told === 'EXITS_ONLY' || told === 'HALTED' ? told : otherwise;
}

/** Chart points of any interval and range, newest `limit`, oldest first; a forming minute belongs to the longer ones. */
export function readChart(
  deps: Pick<SymbolServerDeps, 'history' | 'strategy' | 'calendar'>,
  forming: Bar | undefined,
  interval: Interval,
  ask: { readonly fromMs: TimeMs | undefined; readonly toMs: TimeMs | undefined; readonly limit: number },
): ChartPoint[] {
  const spec = specOf(deps.strategy.root);
  const minutes = Math.min(ask.limit * minutesIn(interval), MOST_MINUTES);
  const points = deps.history.points({
    ...(ask.fromMs === undefined ? {} : { fromMs: ask.fromMs }),
    ...(ask.toMs === undefined ? {} : { toMs: ask.toMs }),
    limit: minutes,
  });
  if (interval === '1m') return points.map(({ bar, json }) => encodePoint(spec, bar, parseValues(json)));
  const bars = points.map(({ bar }) => bar);
  const last = bars.at(-1);
  if (
    forming !== undefined &&
    ask.toMs === undefined &&
    last !== undefined &&
    forming.timeMs >= last.timeMs + MINUTE_MS
  )
    bars.push(forming);
  return barsOf(interval, bars, deps.calendar)
    .slice(-ask.limit)
    .map((bar) => encodePoint(spec, bar, undefined));
}
