import { expect, test } from 'vitest';
import { TrueRange } from '../../../../engine/indicators/true-range.ts';

test('stretches the bar to the close before it', () => {
  const tr = new TrueRange();
  expect(tr.next(12, 10, 11)).toBe(2);
  expect(tr.next(15, 14, 14)).toBe(4); // gap up: 15 - 11
  expect(tr.next(11, 9, 10)).toBe(5); // gap down: 14 - 9
  expect(tr.next(12, 8, 9)).toBe(4); // inside the bar
});

test('the first bar has a true range or none, by variant', () => {
  const tr = new TrueRange('tr-needs-previous-close');
  expect(tr.next(12, 10, 11)).toBeUndefined();
  expect(tr.next(12, 10, 11)).toBe(2);
});
