/** `npm run bench -- [name ...]`: prints each figure beside a baseline of the same run. Asserts nothing. */
import { cpus } from 'node:os';
import type { BenchTable } from './table.ts';
import { tableText } from './table.ts';

interface Bench {
  readonly about: string;
  readonly load: () => Promise<{ readonly run: () => Promise<BenchTable> }>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  indicators: { about: 'bars a second beside trading-signals', load: () => import('./indicators.ts') },
  replay: { about: 'a recorded day end to end, in one loop and in many processes', load: () => import('./replay.ts') },
  steps: { about: 'time of a step by number of engines', load: () => import('./steps.ts') },
  latency: { about: 'tick to client, beside a bare Socket.IO server', load: () => import('./latency.ts') },
  startup: { about: 'time to the ready line', load: () => import('./startup.ts') },
  floods: { about: 'a flatten over the hub while somebody floods it', load: () => import('./floods.ts') },
  memory: { about: 'memory per process after a minute', load: () => import('./memory.ts') },
  preplay: { about: '20 days played in advance', load: () => import('./preplay.ts') },
  'store-commit': { about: 'what a step costs in the journal', load: () => import('./store-commit.ts') },
  'pnl-history': { about: 'P&L per second: size and queries', load: () => import('./pnl-history.ts') },
};

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    const list = Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`);
    console.log(`npm run bench -- [name ...], without a name all of them:\n${list.join('\n')}`);
    if (args.some((arg) => arg === '--help' || arg === '-h')) return 0;
    console.error(`There is no bench "${unknown.join(', ')}".`);
    return 2;
  }
  const [cpu] = cpus();
  console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model ?? 'unknown'}\n`);
  let failed = 0;
  for (const [name, { load }] of Object.entries(BENCHES)) {
    if (args.length > 0 && !args.includes(name)) continue;
    try {
      const { run } = await load();
      console.log(tableText(await run()));
    } catch (error) {
      failed += 1;
      console.log(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}

// An end from outside takes along what was started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));
