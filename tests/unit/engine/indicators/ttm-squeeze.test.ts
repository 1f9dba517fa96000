import { expect, test } from 'vitest';
import { TtmSqueeze } from '../../../../engine/indicators/ttm-squeeze.ts';
import { StandardDeviation } from '../../../../engine/indicators/standard-deviation.ts';
import { TrueRange } from '../../../../engine/indicators/true-range.ts';
import { SQUEEZE_BY_HAND } from '../../../support/reference-series.ts';
import { directSqueeze } from '../../../support/direct-indicators.ts';

test('by hand, n = 3: bar 5 is ON with momentum 4, bar 6 OFF with 18.5', () => {
  const squeeze = new TtmSqueeze(3);
  const seen = SQUEEZE_BY_HAND.bars.map(({ high, low, close }) => {
    squeeze.push(high, low, close);
    return { on: squeeze.on, momentum: squeeze.momentum };
  });
  expect(seen.slice(0, 2).every(({ on }) => on === undefined)).toBe(true);
  expect(seen.slice(0, 4).every(({ momentum }) => momentum === undefined)).toBe(true);
  expect(seen.slice(4).map(({ on }) => on)).toEqual(SQUEEZE_BY_HAND.on);
  expect(seen.slice(4).map(({ momentum }) => momentum)).toEqual(SQUEEZE_BY_HAND.momentum);
});

test('the value as a whole comes with bar 2 n - 1, bar 39 of the usual 20', () => {
  const squeeze = new TtmSqueeze();
  for (let i = 1; i <= 39; i++) {
    const value = squeeze.next(100 + (i % 5), 90 - (i % 3), 95 + (i % 4));
    expect(value === undefined).toBe(i < 39);
    expect(squeeze.on === undefined).toBe(i < 20);
  }
});

test('a dead market is not ON: nothing lies strictly inside nothing', () => {
  const squeeze = new TtmSqueeze(3);
  for (let i = 0; i < 20; i++) squeeze.push(5, 5, 5);
  expect(squeeze.value).toEqual({ on: false, momentum: 0 });
});

test('bands that touch the channel are not inside it', () => {
  // Closes 13 and 7: sigma 3. True ranges 4 and 6: mean 5, so the channel is 7.5 wide. 2 x 3 is inside, 2.5 x 3 touches.
  const squeeze = new TtmSqueeze(2);
  squeeze.push(13, 9, 13);
  squeeze.push(11, 7, 7);
  expect(squeeze.on).toBe(true);
  const touching = new TtmSqueeze(2, 2.5, 1.5);
  touching.push(13, 9, 13);
  touching.push(11, 7, 7);
  expect(touching.on).toBe(false);
});

test('the mutations would be noticed: sample sigma, 1.5 sigma, momentum from closes alone, one bar of shift', () => {
  const bars = Array.from({ length: 400 }, (_, i) => {
    const close = 1000 + Math.round(40 * Math.sin(i / 9) + 12 * Math.sin(i * 1.7));
    return { high: close + 6 + (i % 3), low: close - 5 - (i % 4), close };
  });
  const squeeze = new TtmSqueeze();
  const flags = bars.map(({ high, low, close }) => {
    squeeze.push(high, low, close);
    return squeeze.on;
  });
  const right = directSqueeze(bars, 20);
  expect(flags).toEqual(right.on);
  const sampleSigma = directSqueeze(bars, 20, 2 * Math.sqrt(20 / 19));
  const lazyBear = directSqueeze(bars, 20, 1.5);
  const shifted = [undefined, ...right.on.slice(0, -1)];
  for (const mutated of [sampleSigma.on, lazyBear.on, shifted]) expect(mutated).not.toEqual(right.on);
});

test('shared windows give the same values as its own', () => {
  const own = new TtmSqueeze();
  const closes = new StandardDeviation(20);
  const range = new TrueRange();
  const sharing = new TtmSqueeze(20, 2, 1.5, { closes, range });
  for (let i = 0; i < 200; i++) {
    const close = 500 + ((i * 37) % 23);
    const bar: [number, number, number] = [close + 3, close - 2, close];
    own.push(...bar);
    closes.push(close);
    range.push(...bar);
    sharing.push(...bar);
    expect(sharing.value).toEqual(own.value);
  }
  expect(() => new TtmSqueeze(10, 2, 1.5, { closes, range })).toThrow(/window of its period/);
});
