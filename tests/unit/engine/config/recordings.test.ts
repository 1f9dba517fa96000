import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configHash } from '../../../../engine/config/hash.ts';
import { load, type Loaded } from '../../../../engine/config/load.ts';
import type { ImportEntry } from '../../../../engine/domain/imported.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-recordings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const DAY_MS = 86_400_000;
const fromMs = Date.UTC(2026, 2, 2);
const entry = (number: number, root: string, name: string): ImportEntry => ({
  number,
  root,
  name,
  bars: 1_000 + number,
  prints: 0,
  fromMs,
  toMs: fromMs + number * DAY_MS,
  sha256: `hash-${number}`,
});
const IMPORTS = [
  entry(1, 'MNQ', 'march.csv'),
  entry(2, 'MNQ', 'spring.csv'),
  entry(3, 'MGC', 'gold.csv'),
  entry(4, 'MNQ', 'spring.csv'),
];

function loaded(replay: string, imports: () => readonly ImportEntry[] = () => IMPORTS): Loaded {
  return load({ argv: ['--data-dir', folder, '--replay', replay], env: {}, folder, imports });
}

function fault(replay: string, imports?: () => readonly ImportEntry[]): string {
  const found = loaded(replay, imports);
  return found.kind === 'faults' ? found.faults.join('\n') : `no fault: ${found.kind}`;
}

test('an import is found by its name, or by its number', () => {
  for (const [given, importNumber] of [
    ['MNQ=@march.csv', 1],
    ['MNQ=@#4', 4],
  ] as const) {
    const found = loaded(given);
    expect(found).toMatchObject({
      settled: { settings: { feed: { files: [{ root: 'MNQ', importNumber, sha256: `hash-${importNumber}` }] } } },
    });
  }
});

test('the imports of the data folder that is meant are asked, and only where one is named', () => {
  const asked: string[] = [];
  const imports = (dataDir: string): readonly ImportEntry[] => {
    asked.push(dataDir);
    return IMPORTS;
  };
  const path = join(folder, 'a.csv');
  writeFileSync(path, 'time,open,high,low,close\n');
  load({ argv: ['--data-dir', 'data', '--replay', `MNQ=${path}`], env: {}, folder, imports });
  expect(asked).toEqual([]);
  load({ argv: ['--data-dir', 'data', '--replay', 'MNQ=@march.csv'], env: {}, folder, imports });
  expect(asked).toEqual([join(folder, 'data')]);
});

test('what is wrong is said, with the names that there are', () => {
  expect(fault('MNQ=@none.csv')).toBe(
    '--replay MNQ: there is no import @none.csv for MNQ; there are @march.csv (import 1, 1001 bars, 2026-03-02 to 2026-03-03), @spring.csv (import 2, 1002 bars, 2026-03-02 to 2026-03-04), @spring.csv (import 4, 1004 bars, 2026-03-02 to 2026-03-06)',
  );
  expect(fault('MNQ=@gold.csv')).toMatch(
    /no import @gold\.csv for MNQ; there are .*\(gold\.csv was imported for MGC\)$/,
  );
  expect(fault('MES=@march.csv')).toBe(
    '--replay MES: there is no import @march.csv for MES; nothing was imported for MES yet (march.csv was imported for MNQ): npm run import -- FILE --symbol MES',
  );
  expect(fault('MNQ=@#3')).toMatch(/no import @#3 for MNQ; .*\(gold\.csv was imported for MGC\)/);
  expect(fault('MNQ=@spring.csv')).toBe(
    '--replay MNQ: several imports for MNQ bear the name spring.csv; say which by its number: @#2 (1002 bars, 2026-03-02 to 2026-03-04), @#4 (1004 bars, 2026-03-02 to 2026-03-06)',
  );
  expect(
    fault('MNQ=@march.csv', () => {
      throw new Error('the file is locked');
    }),
  ).toBe('--replay MNQ: cannot look for @march.csv among the imports: the file is locked');
});

test('how a file is written is not said of an import', () => {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify({ replay: { MNQ: { path: '@march.csv', zone: 'America/Chicago' } } }));
  const found = load({ argv: ['--config', path], env: {}, folder, imports: () => IMPORTS });
  expect(found).toMatchObject({ faults: [expect.stringContaining('an import is played as it was read; leave out')] });
});

test('the same bars are the same run, whatever number they have; others are another', () => {
  const hashOf = (sha256: string, number: number): string => {
    const found = loaded('MNQ=@march.csv', () => [{ ...entry(number, 'MNQ', 'march.csv'), sha256 }]);
    return found.kind === 'settings' ? configHash(found.settled.settings) : found.kind;
  };
  expect(hashOf('a', 1)).toBe(hashOf('a', 7));
  expect(hashOf('a', 1)).not.toBe(hashOf('b', 1));
});
