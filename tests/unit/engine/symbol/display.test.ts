import { describe, expect, it } from 'vitest';
import { displayOf } from '../../../../engine/symbol/display.ts';
import { resolveStrategy } from '../../../../engine/strategies/registry.ts';

function shown(kind: string, preset: string, overrides: object = {}) {
  const resolved = resolveStrategy(kind, preset, overrides);
  if (!resolved.ok) throw new Error(resolved.faults.join('\n'));
  return displayOf(resolved.strategy, resolved.params);
}

describe('what the chart shows beside the bars', () => {
  it('has the RSI guides where the strategy looks at the RSI', () => {
    expect(shown('winner', 'default')).toMatchObject({ rsiOversold: 30, rsiOverbought: 70 });
    expect(shown('winner', 'demo')).toMatchObject({ rsiOversold: 48, rsiOverbought: 52, bbStdDev: 1.5 });
    expect(shown('winner', 'demo', { rsiLow: 41.5, rsiHigh: 60, rsiPeriod: 14 })).toMatchObject({
      rsiOversold: 41.5,
      rsiOverbought: 60,
      rsiPeriod: 14,
    });
  });

  it('has the usual ones where it does not', () => {
    expect(shown('po3', 'default')).toMatchObject({ rsiOversold: 30, rsiOverbought: 70, bbPeriod: 20, rsiPeriod: 24 });
  });
});
