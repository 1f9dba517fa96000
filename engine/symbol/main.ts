import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeskToEngine, EngineToDesk, Hello } from '../wire/link/messages.ts';
import type { Welcome } from '../adapters/link/client.ts';
import { SystemClock } from '../adapters/clock/system-clock.ts';
import { connectLinkUntil } from '../adapters/link/client.ts';
import { runChild } from '../adapters/process/child-main.ts';
import { STRATEGIES } from '../domain/book.ts';
import { specOf } from '../domain/catalog.ts';
import { LINK_VERSION } from '../wire/link/messages.ts';
import { AuditLog } from '../store/audit/audit-log.ts';
import { openEngine } from './open-engine.ts';

/** A build lies in dist/engine/symbol, the source in engine/symbol: the cockpit's bundle is found from either. */
const RENDERER_DIR = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/renderer' : '../../renderer', import.meta.url),
);

/** One strategy's engine as a process: its pipeline, its port, its link to the desk. */
runChild({ name: 'engine' }, async ({ bootstrap, logger, fatal, end: endProcess }) => {
  const strategy = STRATEGIES.find(({ id }) => id === bootstrap.strategyId);
  if (strategy === undefined) return fatal(`expected a strategy's id, found "${bootstrap.strategyId}"`);
  const clock = new SystemClock();
  const audit = new AuditLog({ dataDir: bootstrap.settings.dataDir, door: strategy.id, clock, logger });
  let stopping = false;
  let lastSeq: number | undefined;

  const connect = async () => {
    const hello: Hello = {
      t: 'hello',
      version: LINK_VERSION,
      role: 'engine',
      name: strategy.id,
      secret: bootstrap.secret,
      pid: process.pid,
      ...(lastSeq === undefined ? {} : { lastSeq }),
    };
    const connected = await connectLinkUntil<EngineToDesk, DeskToEngine>(
      bootstrap.deskSocket,
      hello,
      Number.POSITIVE_INFINITY,
    );
    if (!connected.ok) return fatal(`the desk does not want this engine: ${connected.reason}`);
    return connected;
  };

  const first = await connect();
  const engine = await open(first.welcome);
  const serve = async (): Promise<void> => {
    for (let link = first; !stopping; link = await connect()) {
      const reason = await engine.process.attach(link.end, engine.url);
      lastSeq = engine.process.lastSeq;
      if (!stopping) logger.warn(`the link to the desk is gone: ${reason}`);
    }
  };
  serve().catch((error: unknown) => fatal(`the engine cannot go on: ${String(error)}`));
  return async () => {
    stopping = true;
    await engine.close('Pitwall is stopping');
    audit.close();
  };

  function open({ identity, calendar }: Welcome) {
    if (strategy === undefined) return fatal('no strategy');
    return openEngine({
      strategy,
      spec: specOf(strategy.root),
      bootstrap,
      identity,
      calendar,
      clock,
      logger,
      audit,
      ownerToken: readFileSync(bootstrap.tokenFile, 'utf8').trim(),
      rendererDir: RENDERER_DIR,
      onShutdown: () => {
        stopping = true;
        endProcess();
      },
    });
  }
});
