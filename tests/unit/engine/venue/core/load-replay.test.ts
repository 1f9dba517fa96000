import { expect, test } from 'vitest';
import { specOf } from '../../../../../engine/domain/catalog.ts';
import { importBars } from '../../../../../engine/venue/core/csv/import-bars.ts';
import { verdictLine } from '../../../../../engine/venue/core/csv/verdict.ts';
import { loadReplay } from '../../../../../engine/venue/core/load-replay.ts';
import { ReplayFeed } from '../../../../../engine/venue/core/replay-feed.ts';
import { aggregate } from '../../../../../engine/market/aggregate.ts';
import { contractAt } from '../../../../../engine/domain/contract-month.ts';
import { hasRecorded, recorded } from '../../../../support/recorded-data.ts';

const row = (time: string, price: number): string => `${time},${price},${price + 2},${price - 1},${price + 1},20`;
const text = (...rows: string[]): string => ['timestamp,open,high,low,close,volume', ...rows].join('\n');

test('files by root, with verdicts; five-minute bars are spread over their minutes', () => {
  const five = text(row('2024-01-08T15:00:00Z', 100), row('2024-01-08T15:05:00Z', 102));
  const one = text(row('2024-01-08T15:00:00Z', 50), row('2024-01-08T15:01:00Z', 51));
  const loaded = loadReplay(
    [
      { root: 'MNQ', name: 'NQ.csv', text: five },
      { root: 'MES', name: 'm.csv', text: one },
    ],
    { round: false },
  );
  expect(loaded.problems).toEqual([]);
  expect(loaded.verdicts.map((verdict) => [verdict.root, verdict.intervalMs])).toEqual([
    ['MNQ', 300_000],
    ['MES', 60_000],
  ]);
  expect(aggregate(loaded.bars.get('MNQ') ?? [], 5).map((bar) => bar.open)).toEqual([400, 408]);
  expect(loaded.calendar).toEqual({ mode: 'cme' });
});

test('each problem is one sentence with its flag', () => {
  const days = text(row('2024-01-08T00:00:00Z', 100), row('2024-01-09T00:00:00Z', 100));
  const { problems } = loadReplay(
    [
      { root: 'XYZ', name: 'a.csv', text: days },
      { root: 'MNQ', name: 'b.csv', text: days },
      { root: 'MES', name: 'c.csv', text: text('2024-01-08 10:00,1,1,1,1,1') },
    ],
    { round: false },
  );
  expect(problems).toEqual([
    '--replay XYZ=a.csv: the catalog has no contract "XYZ"',
    '--replay MNQ=b.csv: expected bars of a minute to an hour, found 1440 minutes',
    '--replay MES=c.csv: its times carry no zone; say which they are in (--zone of import, "zone" of a replay in the file of --config)',
  ]);
});

test.skipIf(!hasRecorded('bars/MES_1m_2024-03.csv'))('the run’s calendar carries the roll that the file shows', () => {
  const { calendar, bars } = loadReplay([{ root: 'MES', name: 'm', text: recorded('bars/MES_1m_2024-03.csv') }], {
    round: false,
  });
  const expiry = Date.parse('2024-03-15T13:30:00Z');
  expect(contractAt(calendar, 'MES', expiry - 1).id).toBe('MESH4');
  const feed = new ReplayFeed({ bars, calendar, staleMs: 10_000 });
  const ends: number[] = [];
  for (let t = expiry - 11 * 60_000; ;) {
    const cell = feed.next(t);
    if (cell === undefined || cell.endMs > Date.parse('2024-03-17T22:00:01Z')) break;
    if (cell.quotes.length === 0) ends.push(cell.endMs);
    t = cell.endMs;
  }
  expect(ends).toContain(expiry - 600_000);
  expect(ends).toContain(expiry - 420_000);
  expect(ends).toContain(expiry);
  expect(ends.filter((end) => end > expiry)).toEqual(
    [Date.parse('2024-03-15T21:00:00Z'), Date.parse('2024-03-17T22:00:00Z')].slice(1),
  );
});

const stored = (name: string, csv: string, allowRefused = false) => {
  const { bars, intervalMs, verdict } = importBars(csv, { spec: specOf('MNQ'), name, allowRefused });
  // As it comes out of the file.
  return { root: 'MNQ', name, intervalMs, bars, verdict: JSON.parse(JSON.stringify(verdict)) as unknown };
};

test('an import by its name is what its file is', () => {
  const five = text(row('2026-03-04T15:00:00Z', 100), row('2026-03-04T15:05:00Z', 102), 'nonsense');
  const byPath = loadReplay([{ root: 'MNQ', name: 'a.csv', text: five }], { round: false });
  const byName = loadReplay([{ root: 'MNQ', name: '@a.csv', imported: stored('a.csv', five) }], { round: false });
  expect(byName.bars).toEqual(byPath.bars);
  expect(byName.calendar).toEqual(byPath.calendar);
  expect(byName.verdicts.map(verdictLine)).toEqual(byPath.verdicts.map(verdictLine));
  expect(byName.verdicts[0]?.hints).toEqual(byPath.verdicts[0]?.hints);
  expect(byName.problems).toEqual([]);
});

test('an import has the refusals of a file', () => {
  const days = text(row('2026-03-04T00:00:00Z', 100), row('2026-03-05T00:00:00Z', 100));
  const few = text(row('2026-03-04T15:00:00Z', 100), 'nonsense', 'nonsense');
  const problems = (imported: ReturnType<typeof stored>, allowRefused?: boolean): readonly string[] =>
    loadReplay([{ root: 'MNQ', name: `@${imported.name}`, imported }], {
      round: false,
      ...(allowRefused === undefined ? {} : { allowRefused }),
    }).problems;
  expect(problems(stored('d.csv', days))).toEqual([
    '--replay MNQ=@d.csv: expected bars of a minute to an hour, found 1440 minutes',
  ]);
  expect(problems(stored('f.csv', few, true))).toEqual([
    expect.stringMatching(/^--replay MNQ=@f\.csv: most rows were refused; .*: 2 of 3\. First refused: line 3, /),
  ]);
  expect(problems(stored('f.csv', few, true), true)).toEqual([]);
});

test('what an older version found is played all the same', () => {
  const one = stored('o.csv', text(row('2026-03-04T15:00:00Z', 100)));
  const { problems, verdicts } = loadReplay([{ root: 'MNQ', name: '@o.csv', imported: { ...one, verdict: {} } }], {
    round: false,
  });
  expect(problems).toEqual([]);
  expect(verdicts[0]?.hints).toEqual([]);
});
