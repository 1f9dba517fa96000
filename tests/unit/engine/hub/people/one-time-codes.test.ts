import { expect, test } from 'vitest';
import { CODE_LIFE_MS, OneTimeCodes } from '../../../../../engine/hub/people/one-time-codes.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

test('a code is good once, and for two minutes', () => {
  const clock = new ManualClock(1_000);
  const codes = new OneTimeCodes<string>(clock);
  const first = codes.make('a');
  expect(first.code.length).toBeGreaterThanOrEqual(32);
  expect(codes.redeem('something else')).toBeUndefined();
  expect(codes.redeem(first.code)).toBe('a');
  expect(codes.redeem(first.code)).toBeUndefined();
  const late = codes.make('b');
  clock.advance(CODE_LIFE_MS);
  expect(codes.redeem(late.code)).toBeUndefined();
});

test('a typed code has eight letters that are not mistaken for each other', () => {
  const codes = new OneTimeCodes<string>(new ManualClock());
  for (let n = 0; n < 50; n += 1) expect(codes.makeShort('x').code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
});

test('many open codes push the oldest out', () => {
  const codes = new OneTimeCodes<number>(new ManualClock());
  const first = codes.make(0);
  for (let n = 1; n <= 50; n += 1) codes.make(n);
  expect(codes.redeem(first.code)).toBeUndefined();
});
