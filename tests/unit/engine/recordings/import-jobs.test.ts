import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importJobs } from '../../../../engine/recordings/import-jobs.ts';
import type { ImportedFile } from '../../../../engine/store/journal/store-import.ts';
import { FILE_PROBLEMS } from '../../../../engine/venue/core/csv/verdict.ts';
import { checkedRecording, RECORDING_PROBLEMS } from '../../../../engine/wire/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-import-jobs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function jobs(reason?: string) {
  const files: ImportedFile[] = [];
  const told: string[] = [];
  const made = importJobs({
    store: (file, handed) => {
      files.push(file);
      handed(1);
      return Promise.resolve(
        reason === undefined ? { ok: true, stored: { number: 3, fresh: true } } : { ok: false, reason },
      );
    },
    remove: () => Promise.resolve({ ok: true }),
    progress: (stored, bars) => told.push(`${stored} of ${bars}`),
  });
  return { ...made, files, told };
}

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const MINUTES = Array.from({ length: 30 }, (_, n) => {
  const at = new Date(Date.UTC(2024, 1, 6, 15, n)).toISOString().slice(0, 19).replace('T', ' ');
  return `${at},2040.${n % 10},2041,2039.5,2040.5,${n + 1}`;
});
const TABLE = ['Date,Open,High,Low,Close,Volume', ...MINUTES].join('\n');

test('a check tells the facts and a preview, as the wire has them', () => {
  const path = written('gold.csv', [TABLE, '2024-02-06 15:40:00,2040.03,2041,2039,2040,1'].join('\n'));
  const answer = jobs().check({ path, name: 'gold.csv', answers: { root: 'MGC', zone: 'America/Chicago' } });
  expect(checkedRecording.parse(answer)).toEqual(answer);
  expect(answer.verdict).toMatchObject({
    name: 'gold.csv',
    root: 'MGC',
    bars: 30,
    intervalMinutes: 1,
    from: '2024-02-06T21:00:00.000Z',
    to: '2024-02-06T21:29:00.000Z',
    refused: [{ reason: 'off_tick', count: 1, lines: [32] }],
    problem: null,
  });
  expect(answer.verdict.firstRefused).toContain('line 32');
  expect(answer.barsEach).toBe(1);
  expect(answer.preview[1]).toEqual({
    time: '2024-02-06T21:01:00.000Z',
    open: 2040.1,
    high: 2041,
    low: 2039.5,
    close: 2040.5,
  });
});

test('what cannot be known is a question, what is no table is named', () => {
  const path = written('ask.csv', TABLE);
  const { check } = jobs();
  expect(check({ path, name: 'ask.csv', answers: { root: 'MGC' } })).toMatchObject({
    verdict: { problem: { code: 'zone' }, bars: 0 },
    preview: [],
  });
  const pdf = written('paper.pdf', '%PDF-1.7 and more');
  const answer = check({ path: pdf, name: 'paper.pdf', answers: { root: 'MGC' } });
  expect(checkedRecording.parse(answer).verdict.problem).toEqual({ code: 'unreadable', text: 'it is a PDF' });
});

test('a packed file that unpacks without end is refused', () => {
  // Packed pieces one after the other are one file.
  const piece = gzipSync(Buffer.alloc(20 << 20, '7'));
  const path = written('bomb.csv.gz', Buffer.concat(Array.from({ length: 30 }, () => piece)));
  const { problem } = jobs().check({ path, name: 'bomb.csv.gz', answers: { root: 'MGC' } }).verdict;
  expect(problem?.text).toContain('unpacks to more than 512 MB');
}, 30_000);

test('the bars go to the desk under the name that was given; what is refused goes nowhere', async () => {
  const path = written('name.csv', TABLE);
  const { store, files, told } = jobs();
  const answers = { root: 'MGC', zone: 'UTC', stamp: 'close' } as const;
  expect(await store({ path, name: 'name.csv', as: 'gold in february', answers })).toEqual({
    ok: true,
    stored: { number: 3, fresh: true },
    bars: 30,
  });
  expect(files[0]).toMatchObject({ root: 'MGC', name: 'gold in february', intervalMs: 60_000 });
  // Stamped at the close: the bar begins a minute earlier.
  expect(files[0]?.bars[0]?.timeMs).toBe(Date.UTC(2024, 1, 6, 14, 59));
  expect(told).toEqual(['0 of 30', '1 of 30']);
  expect(await store({ path, name: 'name.csv', as: 'x', answers: { root: 'MGC' } })).toMatchObject({
    ok: false,
    code: 'refused',
    reason: expect.stringContaining('carry no zone'),
  });
  expect(files).toHaveLength(1);
  const away = jobs('lost the desk');
  expect(await away.store({ path, name: 'name.csv', as: 'x', answers })).toEqual({
    ok: false,
    code: 'desk',
    reason: 'lost the desk',
  });
});

test('every problem that the reader has is one of the wire', () => {
  expect([...RECORDING_PROBLEMS].toSorted()).toEqual(['unreadable', ...Object.keys(FILE_PROBLEMS)].toSorted());
});
