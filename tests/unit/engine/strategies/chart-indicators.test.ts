import { expect, test } from 'vitest';
import { Atr } from '../../../../engine/indicators/atr.ts';
import { Bollinger } from '../../../../engine/indicators/bollinger.ts';
import { Rsi } from '../../../../engine/indicators/rsi.ts';
import { TtmSqueeze } from '../../../../engine/indicators/ttm-squeeze.ts';
import { ChartIndicatorSet, CHART_DEFAULTS } from '../../../../engine/strategies/chart-indicators.ts';
import { walk } from '../../../support/seeded-bars.ts';

test('the set, which shares windows, gives the bits of its indicators each for itself', () => {
  for (const squeezePeriod of [20, 15]) {
    const set = new ChartIndicatorSet({ ...CHART_DEFAULTS, squeezePeriod });
    const [bb, rsi, atr, squeeze] = [new Bollinger(20, 3), new Rsi(24), new Atr(14), new TtmSqueeze(squeezePeriod)];
    for (const bar of walk(2_000, 8)) {
      const alone = {
        bb: bb.next(bar.close),
        rsi: rsi.next(bar.close),
        atr: atr.next(bar.high, bar.low, bar.close),
        squeeze: squeeze.next(bar.high, bar.low, bar.close),
      };
      expect(set.next(bar)).toEqual(alone);
    }
  }
});

test('each value comes with its own bar and not before', () => {
  const set = new ChartIndicatorSet(CHART_DEFAULTS);
  const values = walk(40, 1).map((bar) => set.next(bar));
  const first = (name: keyof (typeof values)[number]): number => values.findIndex((value) => value[name] !== undefined);
  expect({ bb: first('bb'), rsi: first('rsi'), atr: first('atr'), squeeze: first('squeeze') }).toEqual({
    bb: 19,
    rsi: 24,
    atr: 13,
    squeeze: 38,
  });
});

test('its state is a few KB and belongs to its parameters', () => {
  const set = new ChartIndicatorSet(CHART_DEFAULTS);
  for (const bar of walk(5_000, 2)) set.next(bar);
  expect(JSON.stringify(set.save()).length).toBeLessThan(4_000);
  expect(() => new ChartIndicatorSet({ ...CHART_DEFAULTS, rsiPeriod: 14 }).load(set.save())).toThrow(/own saved state/);
});
