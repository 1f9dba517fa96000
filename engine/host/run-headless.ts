import { SystemClock } from '../adapters/clock/system-clock.ts';
import { createProcessLog } from '../adapters/logging/process-log.ts';
import { helpText } from '../config/help.ts';
import { faultsText, load } from '../config/load.ts';
import { takeLease } from '../store/lease.ts';
import { listImports } from '../store/queries/imports.ts';
import type { Spawner } from '../ports/spawner.ts';
import { askTerminal } from './ask-terminal.ts';
import { endQuestion, isAnythingOpen } from './end-question.ts';
import { Host } from './host.ts';
import { OrderedEnd } from './ordered-end.ts';
import { strategyFaults } from './strategy-faults.ts';
import { programVersion } from './version.ts';

/** better-sqlite3 needs this Node-API; on an older one it dies without a word. */
const LEAST_NODE_API = 10;

/** The host as a program on plain Node, from its flags to its exit status. */
export async function runHeadless(spawner: Spawner): Promise<number> {
  process.umask(0o077);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (Number(process.versions.napi) < LEAST_NODE_API) {
    process.stderr.write(
      `pitwall: needs Node.js 22.18 or newer, found ${process.versions.node}; start with: npm start\n`,
    );
    return 3;
  }
  const loaded = load({
    argv: process.argv.slice(2),
    env: process.env,
    folder: process.cwd(),
    imports: listImports,
    strategyFaults,
  });
  switch (loaded.kind) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'version':
      process.stdout.write(`${programVersion()}\n`);
      return 0;
    case 'faults':
      process.stderr.write(faultsText(loaded.faults));
      return 2;
    case 'settings':
      break;
  }
  const { settled, notices } = loaded;
  const log = createProcessLog({
    name: 'host',
    level: settled.log.level,
    ...(settled.log.json ? { readable: false } : {}),
  });
  log.scrubber.add(settled.hub.jwtSecret);
  for (const notice of notices) log.warn(notice);
  const { mode, dataDir, listen, strategies } = settled.settings;
  log.debug('begins', {
    mode,
    dataDir,
    listen,
    strategies: strategies.map(({ id }) => id),
    logLevel: settled.log.level,
  });

  const host = new Host(settled, {
    spawner,
    clock: new SystemClock(),
    log,
    version: programVersion(),
    takeLease,
    announce: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  });
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const end = new OrderedEnd({
    isAnythingOpen: () => isAnythingOpen(host.exposure()),
    ask: process.stdin.isTTY
      ? (withdrawn) => askTerminal(endQuestion(settled.settings.mode, host.exposure()), process.stdin, say, withdrawn)
      : undefined,
    flatten: () => host.flatten(),
    say,
    stop: (reason) => host.stop(reason),
    hurry: () => host.hurry(),
  });
  process.on('SIGINT', () => end.interrupted());
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.terminated(signal));
  process.on('uncaughtException', (fault) => {
    log.error('fatal fault of the host', { fault });
    log.flush();
    process.exit(70); // the children end by themselves
  });
  const { code, fault } = await host.run();
  log.flush();
  if (fault !== undefined) process.stderr.write(`pitwall: ${fault}\n`);
  return code;
}
