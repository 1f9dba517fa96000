import type { FastifyInstance } from 'fastify';
import type { AccountView } from '../../domain/views.ts';
import { DAY_MS } from '../../domain/units.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { ask, askFlatten, commandRequest, saidBefore } from '../../adapters/web/command-call.ts';
import type { FlattenWatch } from '../../adapters/web/flatten-watch.ts';
import type { Reads } from '../../adapters/reading/reads.ts';
import { EncodedBody } from '../../adapters/bounds/encoded-body.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { parseQueryTime } from '../../adapters/web/query-time.ts';
import { encodeCatalog, encodeReceipt, encodeTrade, toDollars } from '../../wire/encode/index.ts';
import { SYMBOL_ROUTES } from '../../wire/index.ts';
import { scopeOfBook } from '../../domain/scope.ts';
import type { ChartMemory } from './chart-memory.ts';
import { HISTORY_POINTS } from './chart-memory.ts';
import type { Picture } from './picture.ts';
import type { SymbolReads } from './symbol-reads.ts';
import type { SymbolServerDeps } from './symbol-server-deps.ts';

export interface RestParts {
  readonly deps: SymbolServerDeps;
  readonly picture: Picture;
  readonly chart: ChartMemory;
  readonly flattens: FlattenWatch;
  readonly reads: Reads<SymbolReads>;
  /** The dated contract that is shown now. */
  readonly contractId: () => string;
}

/** Document 000's REST calls, and ours. */
export function bindSymbolRest(app: FastifyInstance, admit: Admit, parts: RestParts): void {
  const { deps, picture, chart, flattens, reads, contractId } = parts;
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
    chart: (call) => {
      const { query } = call;
      const bare =
        query.interval === undefined && query.from === undefined && query.to === undefined && query.limit === undefined;
      if (bare) return reads.given(call, () => EncodedBody.of(chart.json));
      return reads.answer(call, 'chart', {
        interval: query.interval ?? '1m',
        calendar: deps.calendar,
        contractId: contractId(),
        fromMs: parseQueryTime('from', query.from),
        toMs: parseQueryTime('to', query.to),
        limit: query.limit ?? HISTORY_POINTS,
        forming: picture.forming,
      });
    },
    trades: (call) => {
      const fromMs = parseQueryTime('from', call.query.from);
      const toMs = parseQueryTime('to', call.query.to);
      if (fromMs === undefined && toMs === undefined) return picture.trades.all.map(encodeTrade);
      return reads.answer(call, 'trades', { fromMs: fromMs ?? 0, toMs: toMs ?? picture.timeMs + DAY_MS });
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
