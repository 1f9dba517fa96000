import { expect, test } from 'vitest';
import { propose } from '../../../../../engine/strategies/po3/entry.ts';
import { PO3_PRESETS } from '../../../../../engine/strategies/po3/parameters.ts';
import type { Range, Sweep } from '../../../../../engine/strategies/po3/plan.ts';

const RANGE: Range = { fromMs: 0, high: 1_200, low: 1_000, minutes: 240 };
const SWEEP: Sweep = {
  direction: 'long',
  firstMs: 0,
  extreme: 980,
  extremeMs: 0,
  reclaimedMs: 0,
  swing: null,
  gaps: [],
  gapBarsLeft: 1,
};
const at = (top: number, bottom: number, atr: number, leastStop = 4, range = RANGE) =>
  propose(range, SWEEP, { top, bottom, fromMs: 0 }, atr, leastStop, PO3_PRESETS.default, 0);

test('the stop lies two ticks beyond the extreme, or a tenth of the ATR where that is more', () => {
  expect(at(1_020, 1_010, 10)).toMatchObject({ ok: true, entry: { limit: 1_015, stop: 978 } });
  expect(at(1_020, 1_010, 51)).toMatchObject({ ok: true, entry: { stop: 974 } });
});

test('targets are the middle and the far edge; half a tick goes towards the entry', () => {
  expect(at(1_020, 1_010, 10, 4, { ...RANGE, high: 1_201 })).toMatchObject({
    entry: { target1: 1_100, target2: 1_201 },
  });
});

test('a stop under the least distance is refused', () => {
  expect(at(984, 978, 10, 4)).toEqual({ ok: false, why: 'the stop would be 3 ticks away, at least 4 are needed' });
});

test('a reward of exactly one and a half times the risk is enough, a tick less is not', () => {
  // (1200 - e) = 1.5 (e - 978) at e = 1066.8
  expect(at(1_066, 1_066, 10).ok).toBe(true);
  expect(at(1_068, 1_067, 10)).toMatchObject({ ok: false, why: expect.stringMatching(/^reward 1\.49/) as string });
});
