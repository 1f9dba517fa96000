import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listImports, readImport } from '../../engine/store/queries/imports.ts';
import { range } from '../support/recordings/rows.ts';
import { zipOf } from '../support/recordings/zip.ts';
import { startPitwall } from '../support/start-pitwall.ts';

const CLI = resolve(import.meta.dirname, '../../engine/backtest/cli-import.ts');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-import-'));
  const rows = [
    'when;o;h;l;c',
    '01/08/2024 09:00;100;101;99;100.5',
    '01/08/2024 09:01;100.5;100.4;99;100',
    '01/08/2024 09:02;100;100.1;99;100',
  ];
  writeFileSync(join(folder, 'odd.csv'), rows.join('\r\n'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const child = spawnSync(process.execPath, [CLI, ...args, '--data-dir', join(folder, 'data')], { encoding: 'utf8' });
  return { status: child.status, out: child.stdout, err: child.stderr };
}

test('a file that is told how to be read: verdict, stored, and not twice', () => {
  const args = [
    join(folder, 'odd.csv'),
    '--symbol',
    'MNQ',
    '--columns',
    'time=when',
    '--date-order',
    'mdy',
    '--zone',
    'America/Chicago',
    '--round',
  ];
  const first = run(...args);
  expect(first.status).toBe(0);
  expect(first.out).toMatch(/from +2024-01-08T15:00:00Z/);
  expect(first.out).toMatch(/refused: impossible OHLC +1 \(line 3\)/);
  expect(first.out).toMatch(/rounded to the tick +1 \(line 4\)/);
  expect(first.out).toContain('2 bars stored as import 1');
  expect(run(...args).out).toContain('2 bars were stored before as import 1');
});

test('what is wrong is said in a sentence', () => {
  expect(run(join(folder, 'odd.csv'), '--symbol', 'MNQ')).toMatchObject({
    status: 1,
    out: expect.stringContaining('the order of day and month; say it (--date-order'),
  });
  const zip = join(folder, 'two.zip');
  writeFileSync(zip, zipOf({ 'a.csv': 'x', 'b.csv': 'time,open,high,low,close\n2026-03-04T15:00:00Z,100,101,99,100' }));
  expect(run(zip, '--symbol', 'MNQ')).toMatchObject({
    status: 1,
    err: expect.stringContaining('a zip archive of 2 files (a.csv, b.csv); say which one is meant (--entry NAME'),
  });
  expect(run(zip, '--symbol', 'MNQ', '--entry', 'b.csv', '--check')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/read as +zip \(b\.csv\), cells between commas/),
  });
  expect(run(join(folder, 'odd.csv'), '--symbol', 'MNQ', '--stamp', 'middle')).toMatchObject({
    status: 2,
    err: expect.stringContaining('--stamp is open or close, not "middle"'),
  });
  expect(run(join(folder, 'none.csv'), '--symbol', 'MNQ')).toMatchObject({
    status: 1,
    err: expect.stringContaining('no such file'),
  });
  expect(run(join(folder, 'odd.csv'), '--symbol', 'QQ')).toMatchObject({
    status: 2,
    err: expect.stringContaining('There is no contract "QQ"'),
  });
});

test('help is a page, and no error', () => {
  const { status, out, err } = run('--help');
  expect([status, err]).toEqual([0, '']);
  for (const flag of ['--check', '--zone', '--stamp', '--date-order', '--decimal', '--columns', '--instrument'])
    expect(out).toContain(flag);
});

test('a check says what the file is, and stores nothing', () => {
  const minute = (i: number): string => new Date(Date.UTC(2024, 0, 8, 15) + i * 60_000).toISOString();
  const rows = Array.from({ length: 20 }, (_, i) => `${minute(i)},100,101,99,100.5,7`);
  const path = join(folder, 'packed.csv.gz');
  writeFileSync(path, gzipSync(['timestamp,open,high,low,close,volume', ...rows].join('\n')));
  const { status, out } = run(path, '--symbol', 'MNQ', '--check');
  expect(status).toBe(0);
  for (const fact of [/read as +gzip, cells between commas/, /interval +1 min/, /zone +UTC/, /sessions +1 with bars/])
    expect(out).toMatch(fact);
  expect(out).not.toContain('stored');
});

test('beside a running desk the bars go through it, in pieces, while it trades', async () => {
  const minute = (i: number): string => new Date(Date.UTC(2024, 0, 8, 15) + i * 60_000).toISOString();
  const rows = Array.from({ length: 1_300 }, (_, i) => `${minute(i)},100,101,99,100.5,7`);
  const path = join(folder, 'long.csv');
  writeFileSync(path, ['timestamp,open,high,low,close,volume', ...rows].join('\n'));
  const pitwall = await startPitwall({ flags: ['--strategies', 'MNQ', '--speed', '60'] });
  const beside = (): ReturnType<typeof run> => {
    const args = [CLI, path, '--symbol', 'MNQ', '--data-dir', pitwall.dataDir];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status: child.status, out: child.stdout, err: child.stderr };
  };
  try {
    const first = beside();
    expect(first.err).toBe('');
    expect(first.out).toContain('1300 bars stored as import 1');
    expect(beside().out).toContain('1300 bars were stored before as import 1');
    const trades = range(40_000).map((i) => `${new Date(Date.UTC(2024, 0, 8, 15) + i * 90).toISOString()},100,1`);
    writeFileSync(path, ['timestamp,price,size', ...trades].join('\n'));
    expect(beside().out).toContain('40000 prints stored as import 2');
    expect(listImports(pitwall.dataDir).map(({ bars, prints }) => [bars, prints])).toEqual([
      [1_300, 0],
      [60, 40_000],
    ]);
    expect(readImport(pitwall.dataDir, 2, listImports(pitwall.dataDir)[1]?.sha256 ?? '').prints?.length).toBe(40_000);
    await pitwall.said('imported as number 1');
  } finally {
    await pitwall.stop();
  }
});
