import { expect, it } from 'vitest';
import { distance } from '../../../../renderer/format/distance.ts';

const MNQ = { tickSize: 0.25, tickValue: 0.5 };

it('is positive in favor of the position, for longs and shorts', () => {
  expect(distance(25_000, 25_012.25, 'long', 1, MNQ)).toEqual({ ticks: 49, dollars: 24.5 });
  expect(distance(25_000, 25_012.25, 'short', 2, MNQ)).toEqual({ ticks: -49, dollars: -49 });
});

it('takes an average entry between two ticks without losing a cent', () => {
  expect(distance(25_000.125, 24_988, 'long', 2, MNQ)).toEqual({ ticks: -48, dollars: -48.5 });
});

it('bears the float dust of small ticks', () => {
  expect(distance(1.1652, 1.1656, 'short', 1, { tickSize: 0.0001, tickValue: 1.25 })).toEqual({
    ticks: -4,
    dollars: -5,
  });
});

it('is not known without the scale of the contract', () => {
  const unknown = { tickSize: undefined, tickValue: undefined };
  expect(distance(25_000, 24_988, 'long', 1, unknown)).toEqual({ ticks: null, dollars: null });
});
