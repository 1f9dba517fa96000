/** A machine with more to do than it has processors for: nobody is taken for hung who is only not given one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

const ENDED = 'it is ended and started again';
/** Four for each processor: what is ready to run waits several times as long as it runs. */
const BUSY = 4 * availableParallelism();

const busy: ChildProcess[] = [];
let pitwall: Pitwall;

beforeAll(async () => {
  for (let one = 0; one < BUSY; one += 1) {
    busy.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  }
  pitwall = await startPitwall({ flags: ['--speed', '60'] });
});
afterAll(async () => {
  await pitwall.stop();
  for (const one of busy) one.kill('SIGKILL');
});

/** Market time as the hub tells it. */
async function marketMs(): Promise<number> {
  const headers = { authorization: `Bearer ${pitwall.token}` };
  const status = await fetch(`${pitwall.hub}/api/status`, { headers });
  const { marketTime } = (await status.json()) as { marketTime: string | null };
  return marketTime === null ? 0 : Date.parse(marketTime);
}

test('everything comes up and gets on, and nothing is started twice', async () => {
  await expect.poll(marketMs).toBeGreaterThan(0);
  const from = await marketMs();
  await expect.poll(marketMs, { interval: 500 }).toBeGreaterThan(from + 10 * 60_000);
  expect(pitwall.stderr()).not.toContain(ENDED);
  const processes = Object.values((await pitwall.processes()) ?? {});
  expect(processes.length).toBeGreaterThan(5);
  expect(processes.filter(({ restarts, state }) => restarts > 0 || state !== 'up')).toEqual([]);
});

test('one that is stopped is noticed all the same, and no other one is touched', async () => {
  const pid = pitwall.kill('MNQ', 'SIGSTOP');
  await pitwall.replaced('MNQ', pid, 120_000);
  await pitwall.serves('MNQ', 120_000);
  expect(pitwall.stderr().split(ENDED)).toHaveLength(2);
  expect(pitwall.stderr()).toMatch(/MNQ is silent for [\d.]+ s; it is ended and started again/);
});
