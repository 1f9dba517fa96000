import { expect, test } from 'vitest';
import { Vwap } from '../../../../engine/indicators/vwap.ts';

test('weighs typical prices by volume and begins anew with a session', () => {
  const vwap = new Vwap();
  expect(vwap.next(12, 9, 9, 2, true)).toBe(10);
  expect(vwap.next(21, 18, 21, 6, false)).toBe(17.5);
  expect(vwap.next(6, 3, 3, 1, true)).toBe(4);
});

test('no value before something has traded', () => {
  const vwap = new Vwap();
  expect(vwap.next(12, 9, 9, 0, true)).toBeUndefined();
});
