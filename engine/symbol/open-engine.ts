import { join } from 'node:path';
import type { Audit } from '../ports/audit.ts';
import type { Bootstrap } from '../config/settings.ts';
import type { Calendar } from '../domain/session.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContractSpec } from '../domain/contract.ts';
import type { Logger } from '../ports/logger.ts';
import type { RunIdentity } from '../domain/run.ts';
import type { StrategyIdentity } from '../domain/book.ts';
import { ReadThread } from '../adapters/reading/read-thread.ts';
import { contractAt } from '../domain/contract-month.ts';
import { resolveStrategy } from '../strategies/registry.ts';
import { displayOf } from './display.ts';
import { EngineProcess } from './engine-process.ts';
import { FileHistory } from './history.ts';
import { EnginePipeline } from './pipeline/pipeline.ts';
import type { SymbolReadData } from './read-worker.ts';
import type { SymbolReads } from './server/symbol-reads.ts';
import { SymbolServer } from './server/symbol-server.ts';
import { marketTimeAt } from '../domain/units.ts';

export interface EngineOptions {
  readonly strategy: StrategyIdentity;
  readonly spec: ContractSpec;
  readonly bootstrap: Bootstrap;
  readonly identity: RunIdentity;
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly ownerToken: string;
  readonly rendererDir: string;
  readonly onShutdown: () => void;
}

export interface OpenEngine {
  readonly process: EngineProcess;
  readonly url: string;
  close(message: string): Promise<void>;
}

/** Puts an engine together: strategy, pipeline, history, server. Throws with every fault of the parameters. */
export async function openEngine(options: EngineOptions): Promise<OpenEngine> {
  const { strategy, spec, bootstrap, identity, calendar, clock, logger } = options;
  const { settings } = bootstrap;
  const own = settings.strategies.find(({ id }) => id === strategy.id);
  if (own === undefined) throw new Error(`expected settings for ${strategy.id}, found none`);
  const resolved = resolveStrategy(strategy.kind, own.preset, own.parameters);
  if (!resolved.ok) throw new Error(resolved.faults.join('\n'));
  const pipeline = new EnginePipeline({
    strategy: resolved.strategy,
    params: resolved.params,
    spec,
    calendar,
    tradeFromMs: settings.fromMs,
    parse: (json) => JSON.parse(json),
  });
  const data: SymbolReadData = { dataDir: settings.dataDir, strategy, run: identity.runNumber };
  const history = new FileHistory(data.dataDir, strategy, data.run);
  const contractId =
    newestContract(history, strategy, calendar) ??
    contractAt(calendar, strategy.root, settings.fromMs ?? marketTimeAt(clock.now())).id;
  const server = new SymbolServer({
    strategy,
    contractId,
    display: displayOf(resolved.strategy, resolved.params),
    parameters: { ...resolved.params },
    simulated: settings.mode === 'SIM' || settings.mode === 'REPLAY',
    calendar,
    version: bootstrap.version,
    entrance: bootstrap.entrance,
    port: own.port,
    listen: settings.listen,
    tlsDir: join(settings.dataDir, 'tls'),
    knownPorts: bootstrap.knownPorts,
    ownerToken: options.ownerToken,
    jwtSecret: bootstrap.hub?.jwtSecret,
    allowedOrigins: bootstrap.hub?.allowedOrigins,
    hostNames: bootstrap.hub?.hostNames,
    rendererDir: options.rendererDir,
    clock,
    logger,
    audit: options.audit,
    history,
    reader: new ReadThread<SymbolReads>({ worker: readWorker(), data, clock, logger }),
    command: (request) => engine.command(request),
  });
  const lastBarMs = history.points({ contractId, limit: 1 }).at(-1)?.bar.timeMs ?? 0;
  const engine: EngineProcess = new EngineProcess({
    pipeline,
    publisher: {
      publishBar: (bar, json) => server.publishBar(bar, json),
      publishTick: (bar) => server.publishTick(bar),
      publishAccount: (view) => server.publishAccount(view),
      publishGrants: (grants) => server.publishGrants(grants),
      publishSources: (ages) => server.publishSources(ages),
      publishView: (view) => server.publishView(view),
      publishRows: (rows) => server.publishRows(rows),
      publishLogs: (lines) => server.publishLogs(lines),
      flattenProgress: (progress) => server.flattenProgress(progress),
      receipt: (receipt) => server.receipt(receipt),
      deskLink: (up, message) => server.deskLink(up, message),
      roll: (next) => server.roll(next),
      addKnownPorts: (ports) => server.addKnownPorts(ports),
    },
    clock,
    logger,
    lastBarMs,
    onShutdown: options.onShutdown,
  });
  const { url } = await server.listen();
  logger.info(`serving ${strategy.name} on ${url}`);
  return {
    process: engine,
    url,
    close: async (message) => {
      await server.close(message);
      history.close();
    },
  };
}

/** The thread's file: beside this one in the source, and in this room's folder of the bundle. */
function readWorker(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './read-worker.ts' : './read-worker.js', import.meta.url);
}

/** The contract of the newest stored bar: what a chart of this run shows. */
function newestContract(history: FileHistory, strategy: StrategyIdentity, calendar: Calendar): string | undefined {
  const newest = history.newestBarMs();
  return newest === undefined ? undefined : contractAt(calendar, strategy.root, newest).id;
}
