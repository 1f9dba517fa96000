import { expect, test } from 'vitest';
import type { RecordingVerdict } from '../../../../engine/wire/index.ts';
import {
  askedBy,
  hintWords,
  megabytes,
  minutes,
  nameOfFile,
  problemWords,
  replayFlag,
  rootOfName,
  verdictGroups,
  withAnswer,
} from '../../../../renderer/imports/recording-words.ts';

const VERDICT: RecordingVerdict = {
  name: 'gold.csv',
  root: 'MGC',
  exporter: 'tradingview',
  readAs: ['gzip', 'cells between commas'],
  linesBefore: 0,
  rows: 1_440,
  bars: 1_438,
  prints: null,
  intervalMinutes: 5,
  from: '2024-01-08T15:00:00.000Z',
  to: '2024-01-12T21:55:00.000Z',
  zone: 'UTC',
  stamps: 'open',
  instruments: ['GCG4', 'GCJ4'],
  taken: ['GCG4'],
  refused: [{ reason: 'off_tick', words: 'off the tick', count: 2, lines: [7, 9] }],
  firstRefused: 'line 7, off the tick: expected a multiple of 0.1, found 2040.03; --round',
  rounded: null,
  withoutVolume: null,
  outsideHours: null,
  sessions: { traded: 5, empty: 1 },
  missing: 12,
  gaps: 1,
  longestGapMinutes: 60,
  newestFirst: false,
  rolls: [{ time: '2024-01-10T23:00:00.000Z', kind: 'jump' }],
  hints: [],
  problem: null,
};

const fact = (verdict: RecordingVerdict, name: string) =>
  verdictGroups(verdict, 'chicago')
    .flatMap(({ facts }) => facts)
    .find((each) => each.name === name);

test('the verdict in its parts, times in Chicago', () => {
  expect(verdictGroups(VERDICT, 'chicago').map(({ title }) => title)).toEqual([
    'What it is',
    'Rows',
    'Sessions and gaps',
  ]);
  expect(fact(VERDICT, 'Bars')?.value).toBe('2024-01-08 09:00 to 2024-01-12 15:55');
  expect(fact(VERDICT, 'Instruments')?.value).toBe('GCG4, GCJ4; taken: GCG4');
  expect(fact(VERDICT, 'Taken')?.value).toBe('1,438 bars of 1,440 rows');
  expect(fact(VERDICT, 'Refused: off the tick')).toEqual({
    name: 'Refused: off the tick',
    value: '2 (lines 7, 9)',
    isDoubt: true,
  });
  expect(fact(VERDICT, 'First refused')?.value).toBe('line 7, off the tick: expected a multiple of 0.1, found 2040.03');
  expect(fact(VERDICT, 'Sessions')).toMatchObject({ value: '5 with bars, 1 without', isDoubt: true });
  expect(fact(VERDICT, 'Missing intervals')?.value).toBe('12 in 1 gap, the longest 60 min; they stay gaps');
  expect(fact(VERDICT, 'Rolls seen')?.value).toBe('2024-01-10 17:00 (jump)');
});

test('what is asked, and why a file is not taken, without flags of a command', () => {
  const of = (code: NonNullable<RecordingVerdict['problem']>['code'], text = ''): RecordingVerdict => ({
    ...VERDICT,
    bars: 0,
    firstRefused: null,
    problem: { code, text },
  });
  expect([askedBy(of('zone')), askedBy(of('date_order')), askedBy(of('empty')), askedBy(VERDICT)]).toEqual([
    'zone',
    'dateOrder',
    undefined,
    undefined,
  ]);
  expect(problemWords(of('unreadable', 'it is a PDF'))).toBe('It is a PDF.');
  const columns =
    'the columns were not recognized; say which is which (--columns of import, "columns" of a replay in the file of --config)';
  expect(problemWords(of('columns', columns))).not.toContain('--');
  const refused = {
    ...of('most_refused'),
    firstRefused: 'line 2, NaN or empty cell: expected a number, found x; --decimal',
  };
  expect(problemWords(refused)).toBe(
    'Most of its rows were refused. The first: line 2, NaN or empty cell: expected a number, found x.',
  );
  const hint =
    'no session begins at its opening, and bars stand at the close: the stamps look like the bars’ closes; say --stamp close, or --stamp open to keep them';
  expect(hintWords(hint)).toBe(
    'No session begins at its opening, and bars stand at the close: the stamps look like the bars’ closes.',
  );
});

test.each([
  ['MGC_2024.csv', 'MGC'],
  ['CME_MINI_MNQ1!, 5.csv', 'MNQ'],
  ['mnqz6-1m.txt.gz', 'MNQ'],
  ['GLBX MESH2026.csv', 'MES'],
  ['NQ 03-24.Last.txt', 'NQ'],
  ['prices.csv', undefined],
  ['MGCX.csv', undefined],
])('%s is of %s', (name, root) => {
  expect(rootOfName(name, ['NQ', 'MNQ', 'MES', 'MGC', 'M6E'])).toBe(root);
});

test('names and flags', () => {
  expect(nameOfFile('gold 2024.csv.gz')).toBe('gold 2024');
  expect(nameOfFile('@a=b.txt')).toBe('a-b');
  expect(nameOfFile('.csv')).toBe('recording');
  expect(replayFlag({ root: 'MGC', name: 'gold' })).toBe('--replay MGC=@gold');
  expect(replayFlag({ root: 'MGC', name: 'gold 2024' })).toBe('--replay "MGC=@gold 2024"');
  expect([megabytes(1), megabytes(5_300_000), minutes(5), minutes(240), minutes(4_320)]).toEqual([
    '1 kB',
    '5.1 MB',
    '5 min',
    '4 h',
    '3 days',
  ]);
  expect(withAnswer({ root: 'MGC', zone: 'UTC' }, 'zone', undefined)).toEqual({ root: 'MGC' });
  expect(withAnswer({ root: 'MGC' }, 'stamp', 'close')).toEqual({ root: 'MGC', stamp: 'close' });
});
