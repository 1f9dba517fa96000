import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { childTitle } from '../../../../engine/adapters/process/child-main.ts';
import { clearLeftovers, findLeftovers, processTitle, recordProcesses } from '../../../../engine/host/leftovers.ts';
import { SystemClock } from '../../../../engine/adapters/clock/system-clock.ts';
import { silentLogger } from '../../../../engine/ports/logger.ts';

let runtimeDir = '';
const ends: (() => void)[] = [];
beforeEach(() => {
  runtimeDir = mkdtempSync(join(tmpdir(), 'pwt-'));
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(runtimeDir, { recursive: true });
});

/** A process that bears a title, as our children do. */
async function bearing(title: string): Promise<number> {
  const program = `process.title = ${JSON.stringify(title)}; console.log('up'); setInterval(() => {}, 1000); // ${' '.repeat(80)}`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  ends.push(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}

test('nothing was noted, or half a note: nothing is found', () => {
  expect(findLeftovers(runtimeDir)).toEqual([]);
  writeFileSync(join(runtimeDir, 'processes.json'), '[{"name": "ve');
  expect(findLeftovers(runtimeDir)).toEqual([]);
});

test('a pid that belongs to another program by now is not taken for ours', () => {
  const noted = [
    { name: 'venue', pid: process.ppid },
    { name: 'desk', pid: 999_999_999 },
    { name: 'hub', pid: null },
  ];
  recordProcesses(runtimeDir, noted, silentLogger);
  expect(findLeftovers(runtimeDir)).toEqual([]);
});

test('a list that cannot be written is said, and ends nobody', () => {
  const said: string[] = [];
  const error = (message: string): void => void said.push(message);
  recordProcesses(join(runtimeDir, 'gone'), [{ name: 'venue', pid: 1 }], { ...silentLogger, error });
  expect(said).toEqual(['the list of processes could not be written']);
});

test('a venue is kept, a hanging child is ended', async () => {
  const venue = await bearing(childTitle('venue', runtimeDir));
  const engine = await bearing(childTitle('MNQ', runtimeDir));
  const noted = [
    { name: 'venue', pid: venue },
    { name: 'MNQ', pid: engine },
  ];
  recordProcesses(runtimeDir, noted, silentLogger);
  const kept = await clearLeftovers(runtimeDir, 'venue', new SystemClock(), silentLogger);
  expect(kept).toMatchObject({ name: 'venue', pid: venue });
  expect(kept?.isAlive()).toBe(true);
  expect(processTitle(engine)).not.toBe(childTitle('MNQ', runtimeDir));
});
