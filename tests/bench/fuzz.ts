/**
 * `node tests/bench/fuzz.ts [seconds] [seed]`: the fuzzer over both servers in a process of their own, with figures of
 * that process each minute: memory, handles, answers. Ends with status 1 at a fault or a crash.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { STEADY_HEAP } from '../../engine/host/fork-spawner.ts';
import { cpuSeconds, processFigures } from '../support/process-figures.ts';
import { Fuzzer } from '../support/wire/fuzzer.ts';
import { OWNER_TOKEN } from '../support/wire/symbol-rig.ts';
import { median } from '../support/statistics.ts';

const [seconds = 60, seed = 1] = process.argv.slice(2).map(Number);
const MINUTE_MS = Math.min(60_000, (seconds * 1_000) / 6);

// With the memory settings of the product's own processes.
const child = fork(new URL('./fuzz-server.ts', import.meta.url), {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  execArgv: STEADY_HEAP,
});
let dead = false;
child.once('exit', () => (dead = true));
const [{ hub, symbol }] = (await once(child, 'message')) as [{ hub: string; symbol: string }];
const pid = child.pid ?? 0;

const fuzzers = [
  new Fuzzer({ url: hub, kind: 'hub', token: OWNER_TOKEN }, seed),
  new Fuzzer({ url: symbol, kind: 'symbol', token: OWNER_TOKEN }, seed + 1),
];
const began = performance.now();
const points: { minute: number; mb: number; handles: number }[] = [];
let nextMs = 0;
while (!dead && performance.now() - began < seconds * 1_000) {
  for (let n = 0; n < 10; n += 1) await Promise.all(fuzzers.map((fuzzer) => fuzzer.act()));
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (performance.now() - began < nextMs) continue;
  nextMs += MINUTE_MS;
  const figures = processFigures(pid);
  if (figures === undefined) continue;
  const point = { minute: (performance.now() - began) / 60_000, mb: figures.anonymous / 1e6, handles: figures.handles };
  points.push(point);
  const done = fuzzers.reduce((sum, { result }) => sum + result.calls + result.events + result.frames, 0);
  console.log(
    `${point.minute.toFixed(1)} min  ${done} acts  private memory ${point.mb.toFixed(1)} MB  ${point.handles} handles  ${cpuSeconds(pid).toFixed(0)} s of processor`,
  );
}
for (const fuzzer of fuzzers) fuzzer.close();
await new Promise((resolve) => setTimeout(resolve, 1_500));
const end = processFigures(pid);

const settled = points.slice(Math.ceil(points.length / 3));
const half = Math.floor(settled.length / 2);
const growth = median(settled.slice(half).map(({ mb }) => mb)) - median(settled.slice(0, half).map(({ mb }) => mb));
for (const { result } of fuzzers) {
  const answers = [...result.statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `${result.calls} calls, ${result.events} events, ${result.frames} frames over ${result.sockets} sockets; answers ${answers.join(', ')}`,
  );
}
console.log(
  `growth of private memory between the halves after the first third: ${growth.toFixed(1)} MB; handles at the end: ${end?.handles ?? 'gone'}`,
);
const faults = fuzzers.flatMap(({ result }) => result.faults);
for (const fault of faults.slice(0, 20)) console.log(`FAULT ${fault}`);
if (dead) console.log('FAULT the server died');
child.kill();
process.exitCode = dead || faults.length > 0 ? 1 : 0;
process.exit();
