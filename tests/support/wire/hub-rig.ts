import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubSettings } from '../../../engine/config/settings.ts';
import { STRATEGIES } from '../../../engine/domain/book.ts';
import type { CommandRequest, CommandResult } from '../../../engine/domain/commands.ts';
import { TELL_MS } from '../../../engine/domain/heard-sources.ts';
import type { JournalRow } from '../../../engine/domain/events.ts';
import { scopeNamed } from '../../../engine/domain/scope.ts';
import { DAY_MS } from '../../../engine/domain/units.ts';
import { ALWAYS } from '../../../engine/domain/session.ts';
import type { HubDeps, HubHistory } from '../../../engine/hub/picture/hub-deps.ts';
import type { Reader } from '../../../engine/adapters/reading/read-jobs.ts';
import { type HubReads, hubReads } from '../../../engine/hub/hub-reads.ts';
import { HubServer } from '../../../engine/hub/hub-server.ts';
import { importJobs, type ImportDesk } from '../../../engine/recordings/import-jobs.ts';
import { WatchBoard } from '../../../engine/venue/watch-board.ts';
import { MemoryAudit } from '../../../engine/ports/memory-audit.ts';
import { NO_GRANTS } from '../../../engine/wire/link/grants.ts';
import { silentLogger } from '../../../engine/ports/logger.ts';
import { barsOf } from '../../../engine/symbol/server/intervals.ts';
import { runWith } from '../default-run.ts';
import { HEARD, T0, accountOf, barOf, fillOf, tradeOf } from './fixtures.ts';
import { inlineReader } from './inline-reader.ts';
import { OWNER_TOKEN, type SymbolRig, wallClock } from './symbol-rig.ts';

export interface HubRig {
  readonly server: HubServer;
  readonly url: string;
  readonly port: number;
  readonly commands: CommandRequest[];
  readonly audit: MemoryAudit;
  /** Stands for the data folder. */
  readonly folder: string;
  /** The hub's own rows as the fake desk keeps them: "table/key" to JSON. */
  readonly rows: Map<string, string>;
  answer: (request: CommandRequest) => Promise<CommandResult>;
  tell(rows: readonly JournalRow[]): void;
  /** The symbol server is told who may do what, now and at each change, as the desk does. */
  serve(symbol: SymbolRig): void;
  close(): Promise<void>;
}

export const LIMITS: HubSettings = {
  maxConnections: 1_000,
  maxConnectionsPerUser: 5,
  maxMessagesPerMinute: 60,
  allowedOrigins: [],
};

/** A file that has a day of bars, two trades, a calendar and a series. */
export function fakeHistory(rows: Map<string, string>, overrides: Partial<HubHistory> = {}): HubHistory {
  const bars = Array.from({ length: 2_000 }, (_, n) => barOf(n - 2_000));
  const within = (timeMs: number, ask: { fromMs?: number | undefined; toMs?: number | undefined }): boolean =>
    timeMs >= (ask.fromMs ?? 0) && timeMs < (ask.toMs ?? Number.POSITIVE_INFINITY);
  return {
    points: (_strategy, ask) =>
      bars
        .filter((bar) => within(bar.timeMs, ask))
        .slice(-ask.limit)
        .map((bar) => ({ bar, json: undefined })),
    wideBars: (_root, { interval, calendar, limit, ...ask }) =>
      barsOf(
        interval,
        bars.filter((bar) => within(bar.timeMs, ask)),
        calendar,
      ).slice(-limit),
    bars: (root, ask) => (root === 'MNQ' ? bars.filter((bar) => within(bar.timeMs, ask)).slice(-ask.limit) : []),
    trades: (ask) =>
      [tradeOf(1), tradeOf(2)]
        .filter((trade) => within(trade.exitMs, ask) && (ask.book ?? 'MNQ') === 'MNQ')
        .filter(({ tradingDay }) => tradingDay === (ask.tradingDay ?? tradingDay)),
    fills: (ask) =>
      [fillOf(1), fillOf(2, { timeMs: T0 - DAY_MS }), fillOf(3, { book: 'MES' })]
        .toSorted((a, b) => a.timeMs - b.timeMs)
        .filter((fill) => within(fill.timeMs, ask) && fill.book === (ask.book ?? fill.book))
        .slice(-ask.limit)
        .map((fill) => ({ fill, role: 'entry' as const })),
    logs: ({ limit }) => [{ seq: 1, timeMs: T0, book: 'MNQ', type: 'info' as const, message: 'warm' }].slice(0, limit),
    receipts: (limit) =>
      (['MNQ', 'MES', 'account'] as const)
        .map((scope, index) => ({
          id: `f-${index}`,
          scope: scopeNamed(scope),
          actor: 'owner',
          reason: 'manual' as const,
          ended: true,
          clock: 'wall' as const,
          steps: [{ name: 'venue_verified', text: 'venue says flat, 0 working', ms: 23 }],
          verified: true,
          positions: [],
          workingOrders: 0,
          ms: 143,
          timeMs: T0,
        }))
        .slice(-limit),
    rows: () => [],
    days: ({ fromDay, toDay }) =>
      ['2026-11-18', '2026-11-19', '2026-11-20']
        .filter((day) => day >= fromDay && day <= toDay)
        .map((tradingDay) => ({
          tradingDay,
          netCents: 1_234,
          grossCents: 1_382,
          feesCents: 148,
          trades: 2,
          wins: 1,
          maxDrawdownCents: 600,
        })),
    series: ({ fromMs, toMs }) => [
      { timeMs: Math.max(fromMs, T0 - 1_000), pnlCents: 100, drawdownCents: 0 },
      { timeMs: Math.min(toMs, T0), pnlCents: 50, drawdownCents: 50 },
    ],
    equity: ({ fromDay, strategy }) => ({
      startCents: strategy === 0 ? 5_000_000 : 0,
      netCents: -50,
      highWaterCents: strategy === 0 ? 5_000_100 : 100,
      deepestCents: 150,
      points: [{ timeMs: Date.parse(`${fromDay}T15:00:00Z`), equityCents: 4_999_950, drawdownCents: 150 }],
    }),
    files: () => [{ name: 'pitwall.db', bytes: 4_096, changedMs: wallClock.now() }],
    imports: () => [],
    hubRows: (table) =>
      [...rows]
        .filter(([key]) => key.startsWith(`${table}/`))
        .map(([key, json]) => ({ key: key.slice(table.length + 1), json })),
    ...overrides,
  };
}

/** A hub whose desk is the test. `rows`: those of an earlier hub, which is started again. */
export async function startHub(
  deps: Partial<HubDeps> = {},
  history: Partial<HubHistory> = {},
  rows = new Map<string, string>(),
  reader?: Reader<HubReads>,
  desk: Partial<ImportDesk> = {},
): Promise<HubRig> {
  const commands: CommandRequest[] = [];
  const audit = new MemoryAudit(wallClock);
  const symbols: SymbolRig[] = [];
  let granted = NO_GRANTS;
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-hub-'));
  const rig = {
    answer: (request: CommandRequest): Promise<CommandResult> =>
      Promise.resolve({
        commandId: request.commandId,
        ok: true,
        state: request.command.kind === 'start' ? 'RUN' : 'EXITS_ONLY',
      }),
  };
  const given: HubDeps = {
    version: '0.1.0',
    listen: '127.0.0.1',
    port: 0,
    aliasPort: undefined,
    knownPorts: [],
    ownerToken: OWNER_TOKEN,
    tlsDir: join(folder, 'tls'),
    secretsFile: join(folder, 'hub.secrets'),
    limits: LIMITS,
    run: runWith(),
    strategies: STRATEGIES,
    rendererDir: '/nonexistent/renderer',
    clock: wallClock,
    logger: silentLogger,
    audit,
    history: fakeHistory(rows, history),
    desk: {
      up: true,
      isStarting: false,
      tellGrants: (grants) => {
        granted = grants;
        for (const { server: symbol } of symbols) symbol.publishGrants(grants);
      },
      command: (request) => {
        commands.push(request);
        if (commands.length > 10_000) commands.splice(0, 5_000);
        return rig.answer(request);
      },
      write: (table, key, json) => {
        if (json === undefined) rows.delete(`${table}/${key}`);
        else rows.set(`${table}/${key}`, json);
        return Promise.resolve();
      },
    },
    ...deps,
  };
  const server = new HubServer(given, reader ?? inlineReader(hubReads(given.history)), {
    folder,
    reader: inlineReader(
      importJobs({
        store: () => Promise.resolve({ ok: false, reason: 'the test has no desk' }),
        remove: () => Promise.resolve({ ok: false, reason: 'the test has no desk' }),
        progress: () => undefined,
        ...desk,
      }),
    ),
    progress: () => ({ stored: 0, bars: 0 }),
  });
  const { url, port } = await server.listen();
  server.deskUp(
    { account: 'SIM-1', run: 'run-1', runNumber: 1, mode: 'SIM', startBalanceCents: 5_000_000, configHash: 'x' },
    ALWAYS,
  );
  server.take({ t: 'account', view: accountOf() });
  server.take({
    t: 'watchQuotes',
    source: 'SIM',
    quotes: new WatchBoard({ kind: 'sim', seed: 1, historyDays: 0, hours: 'always' }, ALWAYS).quotes(T0),
  });
  const speak = (): void => server.take({ t: 'sources', ages: HEARD });
  speak();
  const speaking = setInterval(speak, TELL_MS);
  return Object.assign(rig, {
    server,
    url,
    port,
    commands,
    rows,
    audit,
    folder,
    tell: (told: readonly JournalRow[]) => server.take({ t: 'committed', n: 11, endMs: T0, rows: told, logs: [] }),
    serve: (symbol: SymbolRig) => {
      symbols.push(symbol);
      symbol.server.publishGrants(granted);
    },
    close: async () => {
      clearInterval(speaking);
      await server.close('the test is over');
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
