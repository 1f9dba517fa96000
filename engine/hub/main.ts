import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../adapters/clock/system-clock.ts';
import { connectLink } from '../adapters/link/client.ts';
import { ReadThread } from '../adapters/reading/read-thread.ts';
import { runChild } from '../adapters/process/child-main.ts';
import type { HubSettings } from '../config/settings.ts';
import { STRATEGIES } from '../domain/book.ts';
import { AuditLog } from '../store/audit/audit-log.ts';
import { AuditFileReader } from '../store/audit/read-audit.ts';
import { type DeskToHub, type HubToDesk, LINK_VERSION } from '../wire/link/messages.ts';
import { DeskClient, type Dialled } from './picture/desk-client.ts';
import { FileHistory } from './picture/file-history.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ImportJobs } from '../recordings/import-jobs.ts';
import type { HubReads } from './hub-reads.ts';
import type { ImportWorkerData } from './import-worker.ts';
import type { ImportService } from './uploads/recordings.ts';
import { HubServer } from './hub-server.ts';
import type { HubReadData } from './read-worker.ts';

/** A build lies in dist/engine/hub, the source in engine/hub: the cockpit's bundle is found from either. */
const RENDERER_DIR = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/renderer' : '../../renderer', import.meta.url),
);

/** The reading thread's file: beside this one in the source, and in this room's folder of the bundle. */
const READ_WORKER = new URL(import.meta.url.endsWith('.ts') ? './read-worker.ts' : './read-worker.js', import.meta.url);

const LIMITS: HubSettings = {
  maxConnections: 1_000,
  maxConnectionsPerUser: 5,
  maxMessagesPerMinute: 60,
  allowedOrigins: [],
};

/** Reads recordings, which is slower and takes more than a question to the file. */
const IMPORT_WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './import-worker.ts' : './import-worker.js',
  import.meta.url,
);
/** A recording of some millions of rows on a busy machine; a row takes about 400 bytes. */
const LONGEST_IMPORT_MS = 10 * 60_000;
const IMPORT_HEAP = { maxOldGenerationSizeMb: 1_024, maxYoungGenerationSizeMb: 64 };

function importService(dataDir: string, clock: Clock, logger: Logger): ImportService {
  const progress = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  const counts = new Int32Array(progress);
  const data: ImportWorkerData = { dataDir, progress };
  return {
    folder: dataDir,
    reader: new ReadThread<ImportJobs>({
      worker: IMPORT_WORKER,
      data,
      clock,
      logger,
      longestMs: LONGEST_IMPORT_MS,
      heap: IMPORT_HEAP,
    }),
    progress: () => ({ stored: Atomics.load(counts, 0), bars: Atomics.load(counts, 1) }),
  };
}

/** The hub as a process: its port, and its link to the desk, which it looks for again for ever. */
runChild({ name: 'hub' }, async ({ bootstrap, logger, fatal, onProcesses, end: endProcess }) => {
  const { settings, hub: limits = LIMITS } = bootstrap;
  const clock = new SystemClock();
  const history = new FileHistory(settings.dataDir);
  const auditReader = new AuditFileReader(settings.dataDir);
  const auditLog = new AuditLog({
    dataDir: settings.dataDir,
    door: 'hub',
    clock,
    logger,
    checkpoints: true,
    onFault: (fault) => server.auditFault(fault),
  });
  /** Known when the port is open. */
  const address: { url?: string } = {};

  const dial = async (lastSeq: number | undefined): Promise<Dialled> => {
    const hello = {
      t: 'hello',
      version: LINK_VERSION,
      role: 'hub',
      name: 'hub',
      secret: bootstrap.secret,
      pid: process.pid,
      ...(lastSeq === undefined ? {} : { lastSeq }),
    } as const;
    const connected = await connectLink<HubToDesk, DeskToHub>(bootstrap.deskSocket, hello);
    if (connected.ok) {
      const { identity, calendar } = connected.welcome;
      return { ok: true, end: connected.end, identity, calendar };
    }
    if (connected.refused && connected.end) fatal(`the desk does not want this hub: ${connected.reason}`);
    return { ok: false, reason: connected.reason };
  };

  const client: DeskClient = new DeskClient({
    dial,
    clock,
    onNews: (news) => {
      server.take(news);
      if (news.t === 'shutdown') endProcess();
    },
    onUp: (identity, calendar) => server.deskUp(identity, calendar),
    onDown: (reason) => server.deskDown(reason),
    lastSeq: () => server.lastSeq,
    serving: () => (address.url === undefined ? undefined : { url: address.url, connections: server.connections }),
  });
  const data: HubReadData = { dataDir: settings.dataDir };
  const server: HubServer = new HubServer(
    {
      version: bootstrap.version,
      entrance: bootstrap.entrance,
      listen: settings.listen,
      port: settings.hubPort,
      aliasPort: settings.hubAliasPort,
      knownPorts: bootstrap.knownPorts,
      ownerToken: readFileSync(bootstrap.tokenFile, 'utf8').trim(),
      runtimeDir: bootstrap.runtimeDir,
      tlsDir: join(settings.dataDir, 'tls'),
      secretsFile: join(settings.dataDir, 'hub.secrets'),
      limits,
      run: { settings, hub: limits, logLevel: bootstrap.logLevel, logJson: bootstrap.logJson },
      strategies: STRATEGIES.filter(({ id }) => settings.strategies.some((strategy) => strategy.id === id)),
      rendererDir: RENDERER_DIR,
      clock,
      logger,
      history,
      audit: { note: (note) => auditLog.note(note), read: (ask) => auditReader.read(ask) },
      desk: client,
    },
    new ReadThread<HubReads>({ worker: READ_WORKER, data, clock, logger }),
    importService(settings.dataDir, clock, logger),
  );
  address.url = (await server.listen()).url;
  logger.info(`serving the cockpit on ${address.url}`);
  onProcesses((processes) => server.takeProcesses(processes));
  client.run().catch((error: unknown) => fatal(`the hub cannot go on: ${String(error)}`));
  return async () => {
    client.close();
    await server.close('Pitwall is stopping');
    auditLog.close();
    auditReader.close();
    history.close();
  };
});
