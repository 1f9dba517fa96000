/** A recording from the command line to its end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadyLine } from '../../engine/host/ready-line.ts';
import { spawnSync } from 'node:child_process';
import { printedMarket } from '../support/recordings/printed-market.ts';
import { exportOf, oneLoopExport } from '../support/runs.ts';
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

test('by the name of an import it is the run of the file, to the byte, in processes and in one loop', async () => {
  const dataDir = join(folder, 'named');
  const cli = join(import.meta.dirname, '../../engine/backtest/cli-import.ts');
  const done = spawnSync(process.execPath, [cli, recording, '--symbol', 'MNQ', '--data-dir', dataDir], {
    encoding: 'utf8',
  });
  expect(done.stdout + done.stderr).toContain('120 bars stored as import 1');
  const byPath = oneLoopExport(['--replay', `MNQ=${recording}`], dataDir).text;
  expect(byPath).toMatch(/"k":"bar"/);
  expect(oneLoopExport(['--replay', 'MNQ=@made.csv'], dataDir).text).toBe(byPath);
  const none = await runPitwall({ flags: ['--data-dir', dataDir, '--replay', 'MNQ=@other.csv'] });
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('there is no import @other.csv for MNQ; there are @made.csv (import 1, 120 bars');
  const flags = ['--data-dir', dataDir, '--replay', 'MNQ=@made.csv', '--speed', 'max', '--exit-when-done'];
  const { code, stderr } = await runPitwall({ flags });
  expect(code, stderr).toBe(0);
  expect(exportOf(dataDir)).toBe(byPath);
  expect(stderr).toContain('MNQ: 120 bars of 120 rows of made.csv, bars of 1 min');
}, 120_000);

test('recorded prints are one run, by path in one loop and by name in processes', async () => {
  const dataDir = join(folder, 'prints');
  const path = join(folder, 'trades.csv');
  const startMs = Date.UTC(2023, 10, 20, 15);
  const rows = printedMarket('MNQ', 7, startMs, startMs + 5 * 3_600_000);
  writeFileSync(path, rows.join('\n'));
  const cli = join(import.meta.dirname, '../../engine/backtest/cli-import.ts');
  const done = spawnSync(process.execPath, [cli, path, '--symbol', 'MNQ', '--data-dir', dataDir], { encoding: 'utf8' });
  expect(done.stdout + done.stderr).toContain(`${rows.length - 1} prints stored as import 1`);
  const byPath = oneLoopExport(['--preset', 'demo', '--replay', `MNQ=${path}`], dataDir).text;
  expect(byPath).toMatch(/"k":"trade"/);
  const flags = ['--preset', 'demo', '--data-dir', dataDir, '--replay', 'MNQ=@trades.csv', '--speed', 'max'];
  const { code, stderr } = await runPitwall({ flags: [...flags, '--exit-when-done'] });
  expect(code, stderr).toBe(0);
  expect(exportOf(dataDir)).toBe(byPath);
  expect(stderr).toContain(`MNQ: ${rows.length - 1} prints in 300 minutes of ${rows.length - 1} rows of trades.csv`);
}, 120_000);
