import { expect, test } from 'vitest';
import { Challenges } from '../../../../../engine/hub/people/challenges.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

test('a challenge is good for its purpose, for two minutes, of the hub that made it', () => {
  const clock = new ManualClock(1_000);
  const challenges = new Challenges(clock);
  const made = challenges.make('log in');
  expect(challenges.make('log in')).not.toBe(made);
  expect(challenges.isGood(made, 'log in')).toBe(true);
  expect(challenges.isGood(made, 'make')).toBe(false);
  expect(new Challenges(clock).isGood(made, 'log in')).toBe(false);
  for (const other of [
    '',
    'x',
    made.slice(0, -4),
    `${made}AAAA`,
    made.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
  ])
    expect(challenges.isGood(other, 'log in')).toBe(false);
  clock.advance(120_000 - 1);
  expect(challenges.isGood(made, 'log in')).toBe(true);
  clock.advance(1);
  expect(challenges.isGood(made, 'log in')).toBe(false);
});

test('one is used once, however it is written, and what a user uses up is bounded for that user alone', () => {
  const clock = new ManualClock(1_000);
  const challenges = new Challenges(clock);
  const first = challenges.make('log in');
  expect(challenges.use(first, 'ann')).toBe(true);
  for (const again of [first, `${first}=`]) expect(challenges.use(again, 'ann')).toBe(false);
  for (let n = 1; n < 50; n += 1) expect(challenges.use(challenges.make('log in'), 'ann')).toBe(true);
  expect(challenges.use(challenges.make('log in'), 'ann')).toBe(false);
  expect(challenges.use(challenges.make('log in'), 'bob')).toBe(true);
  clock.advance(120_000);
  expect(challenges.use(challenges.make('log in'), 'ann')).toBe(true);
});
