import { expect, test } from 'vitest';
import { feedSource } from '../../../../../engine/venue/core/open-feed.ts';
import { START_MS, simSettings } from '../../../../support/venue/venue-child.ts';

const CSV = [
  'timestamp,open,high,low,close,volume',
  '2026-11-17T15:00:00Z,100,101,99,100.5,10',
  '2026-11-17T15:01:00Z,100.5,102,100,101,12',
].join('\n');

test('a simulation: all contracts of the strategies, from the start of its minute, the same again from its origin', () => {
  const source = feedSource(simSettings('/none'), []);
  if (!source.ok) throw new Error(source.problems.join());
  const opened = source.open(undefined, START_MS + 12_345);
  expect(opened.origin).toEqual({ startAfterMs: START_MS, fineFromMs: START_MS });
  expect(opened.feed.roots).toEqual(['MNQ', 'MES', 'MGC', 'M6E']);
  expect(opened.calendar).toEqual({ mode: 'always' });
  const again = source.open(opened.origin, START_MS + 86_400_000);
  expect(again.feed.next(START_MS)).toEqual(opened.feed.next(START_MS));
});

test('a simulation with a bound ends there', () => {
  const source = feedSource({ ...simSettings('/none'), untilMs: START_MS + 1_000 }, []);
  if (!source.ok) throw new Error(source.problems.join());
  const { feed } = source.open(undefined, START_MS);
  expect(feed.peekEnd(START_MS)).toBe(START_MS + 250);
  expect(feed.next(START_MS + 750)?.endMs).toBe(START_MS + 1_000);
  expect(feed.peekEnd(START_MS + 1_000)).toBeUndefined();
  expect(feed.next(START_MS + 1_000)).toBeUndefined();
});

test('a replay begins with its first bar; what cannot be played is said', () => {
  const settings = { ...simSettings('/none'), feed: { kind: 'replay' as const, files: [], round: false } };
  const source = feedSource(settings, [{ root: 'MNQ', name: 'a.csv', text: CSV }]);
  if (!source.ok) throw new Error(source.problems.join());
  const { feed, origin } = source.open(undefined, 0);
  expect(origin.startAfterMs).toBe(START_MS);
  expect(feed.next(origin.startAfterMs)?.quotes[0]).toMatchObject({ root: 'MNQ', timeMs: START_MS, lastTicks: 400 });
  expect(feedSource(settings, [{ root: 'NONE', name: 'a.csv', text: CSV }])).toMatchObject({ ok: false });
});

test('what became of a recording is noted, and what looks wrong is a warning', () => {
  const settings = { ...simSettings('/none'), feed: { kind: 'replay' as const, files: [], round: false } };
  const notesOf = (text: string) => {
    const source = feedSource(settings, [{ root: 'MNQ', name: 'a.csv', text }]);
    return source.ok ? source.open(undefined, 0).notes : source.problems;
  };
  expect(notesOf(CSV)).toEqual([
    { type: 'info', message: expect.stringMatching(/^MNQ: 2 bars of 2 rows of a\.csv, bars of 1 min.*refused: none$/) },
  ]);
  const torn = `${CSV}\n2026-11-17T15:02:00Z,100.5,x,100,101,12`;
  expect(notesOf(torn)).toEqual([
    { type: 'warning', message: expect.stringMatching(/2 bars of 3 rows.*refused: 1 unparsable; first: line 4/) },
  ]);
  const close = CSV.replaceAll('15:0', '21:59:5').replaceAll(':00Z', 'Z');
  expect(notesOf(close)).toEqual([expect.stringContaining('--stamp close')]);
});

test('a recording of which most rows were refused is not played, unless that is told', () => {
  const settings = { ...simSettings('/none'), feed: { kind: 'replay' as const, files: [], round: false } };
  const text = [
    ...CSV.split('\n'),
    ...['02', '03', '04'].map((minute) => `2026-11-17T15:${minute}:00Z,100,?,99,100,1`),
  ];
  const recording = [{ root: 'MNQ', name: 'a.csv', text: text.join('\n') }];
  const source = feedSource(settings, recording);
  expect(source).toEqual({
    ok: false,
    problems: [expect.stringMatching(/^--replay MNQ=a\.csv: most rows were refused.*: 3 of 5\. First refused: line 4/)],
  });
  expect(feedSource({ ...settings, feed: { ...settings.feed, allowRefused: true } }, recording).ok).toBe(true);
});
