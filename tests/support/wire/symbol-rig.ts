import { httpError } from '../../../engine/wire/error.ts';
import type { CommandRequest, CommandResult } from '../../../engine/domain/commands.ts';
import { TELL_MS } from '../../../engine/domain/heard-sources.ts';
import type { LogLine } from '../../../engine/domain/run.ts';
import { ALWAYS } from '../../../engine/domain/session.ts';
import type { Trade } from '../../../engine/domain/trade.ts';
import type { Clock } from '../../../engine/ports/clock.ts';
import { MemoryAudit } from '../../../engine/ports/memory-audit.ts';
import { silentLogger } from '../../../engine/ports/logger.ts';
import type { StoredPoint, SymbolHistory } from '../../../engine/symbol/server/symbol-history.ts';
import type { SymbolServerDeps } from '../../../engine/symbol/server/symbol-server-deps.ts';
import { barsOf } from '../../../engine/symbol/server/intervals.ts';
import { symbolReads } from '../../../engine/symbol/server/symbol-reads.ts';
import { SymbolServer } from '../../../engine/symbol/server/symbol-server.ts';
import { inlineReader } from './inline-reader.ts';
import { CONTRACTS, HEARD, strategyOf } from './fixtures.ts';

export const OWNER_TOKEN = 'owner-token-of-the-tests-0123456789abcdef';

export const wallClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface SymbolRig {
  readonly server: SymbolServer;
  readonly url: string;
  readonly port: number;
  readonly commands: CommandRequest[];
  readonly audit: MemoryAudit;
  /** How the fake desk answers; may be replaced. */
  answer: (request: CommandRequest) => Promise<CommandResult>;
  close(): Promise<void>;
}

interface Range {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** A symbol server with a desk that only records commands. */
export async function startSymbolServer(
  id: string,
  given: {
    readonly points?: readonly StoredPoint[];
    readonly trades?: readonly Trade[];
    readonly logs?: readonly LogLine[];
    readonly deps?: Partial<SymbolServerDeps>;
  } = {},
): Promise<SymbolRig> {
  const strategy = strategyOf(id);
  const commands: CommandRequest[] = [];
  const audit = new MemoryAudit(wallClock, id);
  const rig = {
    answer: (request: CommandRequest): Promise<CommandResult> =>
      Promise.resolve({
        commandId: request.commandId,
        ok: true,
        state: request.command.kind === 'start' ? 'RUN' : 'EXITS_ONLY',
      }),
  };
  const within = (timeMs: number, { fromMs = 0, toMs = Number.POSITIVE_INFINITY }: Range): boolean =>
    timeMs >= fromMs && timeMs < toMs;
  const history: SymbolHistory = {
    points: ({ limit, ...range }) => (given.points ?? []).filter(({ bar }) => within(bar.timeMs, range)).slice(-limit),
    wideBars: ({ interval, calendar, limit, ...range }) => {
      const bars = (given.points ?? []).map(({ bar }) => bar);
      const found = bars.filter(({ timeMs }) => within(timeMs, range));
      return barsOf(interval, found, calendar).slice(-limit);
    },
    trades: (fromMs, toMs, limit) =>
      (given.trades ?? []).filter(({ exitMs }) => within(exitMs, { fromMs, toMs })).slice(-limit),
    logs: (limit) => (given.logs ?? []).slice(-limit),
  };
  const server = new SymbolServer({
    strategy,
    contractId: CONTRACTS[strategy.root] ?? '',
    display: { bbPeriod: 20, bbStdDev: 3, rsiPeriod: 24, rsiOversold: 30, rsiOverbought: 70 },
    parameters: { stopAtr: 1.5, targetAtr: 3 },
    simulated: true,
    calendar: ALWAYS,
    version: '0.1.0',
    port: 0,
    listen: '127.0.0.1',
    knownPorts: [],
    ownerToken: OWNER_TOKEN,
    rendererDir: '/nonexistent/renderer',
    clock: wallClock,
    logger: silentLogger,
    audit,
    history,
    reader: inlineReader(symbolReads(strategy.root, history)),
    command: (request) => {
      commands.push(request);
      if (commands.length > 10_000) commands.splice(0, 5_000);
      return rig.answer(request);
    },
    ...given.deps,
  });
  const { url, port } = await server.listen();
  const speak = (): void => server.publishSources(HEARD);
  speak();
  const speaking = setInterval(speak, TELL_MS);
  const close = (): Promise<void> => {
    clearInterval(speaking);
    return server.close('the test is over');
  };
  return Object.assign(rig, { server, url, port, commands, audit, close });
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** One HTTP call; `token` undefined sends none. A refusal that is not as declared is an error. */
export async function call<T = Record<string, unknown>>(
  url: string,
  path: string,
  options: {
    readonly method?: string;
    readonly token?: string | undefined;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Answer<T>> {
  const response = await fetch(url + path, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  const body: unknown = json ? JSON.parse(text) : text;
  if (!response.ok && json) httpError.parse(body);
  return { status: response.status, headers: response.headers, body: body as T };
}
