import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oneLoop, settingsOf } from '../../../support/runs.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-sync-run-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a run begins its activity log with what became of its recordings', () => {
  const minute = (i: number): string => new Date(Date.UTC(2026, 10, 17, 15) + i * 60_000).toISOString();
  const rows = Array.from({ length: 20 }, (_, i) => `${minute(i)},100,101,99,${i === 7 ? 'x' : 100.5},7`);
  const path = join(folder, 'MNQ.csv');
  writeFileSync(path, ['timestamp,open,high,low,close,volume', ...rows].join('\n'));
  const { journal } = oneLoop(settingsOf(['--replay', `MNQ=${path}`], folder));
  expect(journal.logs[0]).toMatchObject({
    seq: 1,
    book: null,
    type: 'warning',
    message: expect.stringMatching(/^MNQ: 19 bars of 20 rows of MNQ\.csv.*refused: 1 unparsable; first: line 9/),
  });
});
