/** A recording from the command line to its end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadyLine } from '../../engine/host/ready-line.ts';
import { runPitwall, startPitwall } from '../support/start-pitwall.ts';

let folder = '';
let recording = '';

/** Two hours of 1-minute bars in a quiet wave, on the tick. */
function minutes(): string {
  const startMs = Date.UTC(2023, 10, 20, 15);
  const rows = Array.from({ length: 120 }, (_, index) => {
    const open = 16_000 + Math.round(Math.sin(index / 7) * 40) * 0.25;
    const close = 16_000 + Math.round(Math.sin((index + 1) / 7) * 40) * 0.25;
    const [high, low] = [Math.max(open, close) + 0.5, Math.min(open, close) - 0.5];
    return `${new Date(startMs + index * 60_000).toISOString()},${open},${high},${low},${close},${100 + index}`;
  });
  return `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pwt-'));
  recording = join(folder, 'made.csv');
  writeFileSync(recording, minutes());
});
afterAll(() => rmSync(folder, { recursive: true }));

test('with --exit-when-done it ends with status 0, after one line on standard output', async () => {
  const outcome = await runPitwall({ flags: ['--replay', `MNQ=${recording}`, '--speed', 'max', '--exit-when-done'] });
  expect(outcome.code, outcome.stderr).toBe(0);
  const lines = outcome.stdout.trim().split('\n');
  expect(lines).toHaveLength(1);
  const ready = JSON.parse(lines[0] ?? '') as ReadyLine;
  expect(ready.symbols).toMatchObject([{ id: 'MNQ', contract: 'MNQZ3' }]);
  expect(outcome.stderr).toContain('the data have ended');
});

test('in one process it does the same, without servers', async () => {
  const flags = ['--replay', `MNQ=${recording}`, '--speed', 'max', '--exit-when-done', '--one-process'];
  const { code, stdout, stderr } = await runPitwall({ flags });
  expect(code, stderr).toBe(0);
  const ready = JSON.parse(stdout) as ReadyLine;
  expect(ready.processes.map(({ name }) => name)).toEqual(['host']);
  expect(ready.symbols).toEqual([]);
});

test('in one process it ends in order when asked', async () => {
  const pitwall = await startPitwall({ flags: ['--one-process'] });
  const { code, ms } = await pitwall.stop();
  console.error(`ended after ${ms.toFixed(0)} ms`);
  expect(code).toBe(0);
});

test('without it servers go on when the data have ended', async () => {
  const pitwall = await startPitwall({ flags: ['--replay', `MNQ=${recording}`, '--speed', 'max'] });
  try {
    await pitwall.said('the data have ended');
    const status = await fetch(`${pitwall.symbols['MNQ']}/api/status`);
    expect(status.status).toBe(200);
  } finally {
    expect((await pitwall.stop()).code).toBe(0);
  }
});
