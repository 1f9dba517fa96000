import { expect, test } from 'vitest';
import { HeardDesk } from '../../../../../engine/adapters/web/heard-desk.ts';
import { BUDGET_MS, culprits, type SourceAge, sourceName } from '../../../../../engine/domain/heard-sources.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

const VENUE: SourceAge = {
  kind: 'venue',
  name: 'venue',
  ageMs: 100,
  budgetMs: BUDGET_MS,
  standing: 'heard',
  because: null,
};

function rig() {
  const clock = new ManualClock();
  const desk = new HeardDesk(clock);
  const told: { readonly atMs: number; readonly isNews: boolean; readonly named: readonly string[] }[] = [];
  desk.start((isNews) => told.push({ atMs: clock.now(), isNews, named: culprits(desk.ages).map(sourceName) }));
  const speak = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      desk.take([VENUE]);
    }
  };
  return { clock, desk, told, speak };
}

test('passes ages on twice a second while nothing changes', () => {
  const { told, speak } = rig();
  speak(5_000);
  expect(told.length).toBeGreaterThanOrEqual(9);
  expect(told.length).toBeLessThanOrEqual(13);
  expect(told.flatMap(({ named }) => named)).toEqual([]);
});

test('a desk that says nothing is named within 2 s, by the clock alone, and nothing is held against the venue', () => {
  const { clock, desk, told, speak } = rig();
  speak(3_000);
  clock.advance(1_900);
  expect(told.at(-1)?.named).toEqual(['desk']);
  expect(desk.ages.map(({ because }) => because)).toEqual([null, 'desk']);
  desk.take([VENUE]);
  clock.advance(100);
  expect(told.at(-1)).toMatchObject({ isNews: true, named: [] });
});

test('what the desk tells anew is passed on at once', () => {
  const { clock, desk, told, speak } = rig();
  speak(1_000);
  const before = told.length;
  desk.take([{ ...VENUE, ageMs: 1_600, standing: 'silent' }]);
  expect(told.slice(before)).toEqual([{ atMs: clock.now(), isNews: true, named: ['venue'] }]);
});

test('tells nothing more when it is closed', () => {
  const { clock, desk, told } = rig();
  desk.close();
  const before = told.length;
  clock.advance(10_000);
  expect(told.length).toBe(before);
});
