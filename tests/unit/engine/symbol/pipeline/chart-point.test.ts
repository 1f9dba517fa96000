import { describe, expect, it } from 'vitest';
import { chartPointJson } from '../../../../../engine/symbol/pipeline/chart-point.ts';
import { chartValues } from '../../../../../engine/wire/symbol/chart.ts';
import { specOf } from '../../../../../engine/domain/catalog.ts';

const WARM = {
  bb: { upper: 100_040.5, middle: 100_000, lower: 99_959.5 },
  rsi: 48.25,
  atr: 12,
  squeeze: { on: true, momentum: -8 },
};

describe('chartPointJson', () => {
  it('is what the wire declares, in prices', () => {
    const json = chartPointJson(WARM, specOf('MNQ'), { signal: 'long', entry: true, exit: false });
    expect(chartValues.parse(JSON.parse(json))).toEqual({
      signal: 'long',
      bbUpper: 25_010.125,
      bbMiddle: 25_000,
      bbBasis: 25_000,
      bbLower: 24_989.875,
      rsi: 48.25,
      ttmMomentum: -2,
      squeeze: { momentum: -2, squeezeFiring: true },
      entry: true,
    });
  });

  it('leaves out what is not warm, and never says zero for it', () => {
    const cold = { bb: undefined, rsi: undefined, atr: undefined, squeeze: undefined };
    const json = chartPointJson(cold, specOf('M6E'), { signal: null, entry: false, exit: false });
    expect(JSON.parse(json)).toEqual({ signal: null });
    expect(chartValues.safeParse(JSON.parse(json)).success).toBe(true);
  });
});
