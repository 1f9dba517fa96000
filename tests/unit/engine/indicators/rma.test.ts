import { expect, test } from 'vitest';
import { Rma } from '../../../../engine/indicators/rma.ts';

test('Wilder smoothing of 11 12 13 ... from the mean of the first five', () => {
  const rma = new Rma(5);
  const values = [11, 12, 13, 14, 15, 16, 18, 19, 22, 23, 23].map((x) => rma.next(x));
  expect(values.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  const expected = [13, 13.6, 14.48, 15.38, 16.71, 17.97, 18.97];
  values.slice(4).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 2));
});
