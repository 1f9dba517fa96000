import { expect, test } from 'vitest';
import type { Quote } from '../../../../engine/domain/quote.ts';
import { QuoteGate } from '../../../../engine/market/quote-gate.ts';

const NOW = 1_700_000_000_000;
/** The cell of market time in which they come. */
const CELL = { startMs: NOW - 100, endMs: NOW + 150 };
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
  expect(gate.check(good, CELL)).toBeUndefined();
  expect(gate.check({ ...good, root: 'MES', timeMs: NOW - 50 }, CELL)).toBeUndefined();
  expect(gate.check({ ...good, seq: 6 }, CELL)).toBeUndefined();
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
  ['backward', { timeMs: NOW - 50, seq: 9 }],
  ['backward', { seq: 4 }],
  ['early', { timeMs: NOW - 2_000, seq: 9 }],
  ['late', { timeMs: NOW + 1_900, seq: 9 }],
  ['late', { timeMs: NOW + 150, seq: 9 }],
])('%s is refused and counted', (reason, fault) => {
  const gate = new QuoteGate();
  gate.check(good, CELL);
  expect(gate.check({ ...good, seq: 6, ...fault }, CELL)).toBe(reason);
  expect(gate.check({ ...good, seq: 6, ...fault }, CELL)).toBe(reason);
  expect(gate.refused()).toEqual({ [reason]: 2 });
  // The refused one left no trace: the next sound quote passes.
  expect(gate.check({ ...good, seq: 6 }, CELL)).toBeUndefined();
});

test('one stamp far ahead refuses itself and nothing after it', () => {
  const gate = new QuoteGate();
  gate.check({ ...good, timeMs: NOW + 1_900 }, CELL);
  for (let n = 1; n < 40; n += 1) {
    const timeMs = NOW + 50 * n;
    const cell = { startMs: Math.floor(timeMs / 250) * 250, endMs: Math.floor(timeMs / 250) * 250 + 250 };
    expect(gate.check({ ...good, timeMs, seq: 6 + n }, cell)).toBeUndefined();
  }
  expect(gate.refused()).toEqual({ late: 1 });
});

test('a stamp that stands still is refused from the next cell on', () => {
  const gate = new QuoteGate();
  expect(gate.check(good, CELL)).toBeUndefined();
  const next = { startMs: CELL.endMs, endMs: CELL.endMs + 250 };
  expect(gate.check({ ...good, seq: 6 }, next)).toBe('early');
});
