import { expect, test } from 'vitest';
import type { Quote } from '../../../../engine/domain/quote.ts';
import { QuoteGate } from '../../../../engine/market/quote-gate.ts';

const NOW = 1_700_000_000_000;
const good: Quote = {
  root: 'MNQ',
  timeMs: NOW,
  seq: 5,
  bidTicks: 99,
  askTicks: 100,
  bidSize: 3,
  askSize: 4,
  lastTicks: 100,
  sessionVolume: 70,
};

test('a sound quote passes, also beside another contract’s', () => {
  const gate = new QuoteGate();
  expect(gate.check(good, NOW)).toBeUndefined();
  expect(gate.check({ ...good, root: 'MES', timeMs: NOW - 500 }, NOW)).toBeUndefined();
  expect(gate.check({ ...good, seq: 6 }, NOW)).toBeUndefined();
  expect(gate.refused()).toEqual({});
});

test.each<[string, Partial<Quote>]>([
  ['non_finite', { lastTicks: Number.NaN }],
  ['non_finite', { bidTicks: Number.NEGATIVE_INFINITY }],
  ['non_finite', { sessionVolume: Number.POSITIVE_INFINITY }],
  ['non_finite', { traded: Number.NaN }],
  ['off_tick', { askTicks: 100.5 }],
  ['bad_size', { bidSize: -1 }],
  ['bad_size', { sessionVolume: 1.5 }],
  ['crossed', { bidTicks: 101 }],
  ['backward', { timeMs: NOW - 2_000, seq: 9 }],
  ['backward', { seq: 4 }],
  ['future', { timeMs: NOW + 60_000, seq: 9 }],
])('%s is refused and counted', (reason, fault) => {
  const gate = new QuoteGate();
  gate.check(good, NOW);
  expect(gate.check({ ...good, seq: 6, ...fault }, NOW)).toBe(reason);
  expect(gate.check({ ...good, seq: 6, ...fault }, NOW)).toBe(reason);
  expect(gate.refused()).toEqual({ [reason]: 2 });
  // The refused one left no trace: the next sound quote passes.
  expect(gate.check({ ...good, seq: 6 }, NOW)).toBeUndefined();
});

test('too old when it comes', () => {
  const gate = new QuoteGate({ maxAgeMs: 1_000, maxAheadMs: 0 });
  expect(gate.check(good, NOW + 1_000)).toBeUndefined();
  expect(gate.check({ ...good, seq: 6 }, NOW + 1_001)).toBe('stale');
});
