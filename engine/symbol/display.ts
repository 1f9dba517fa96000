import type { AnyStrategy } from '../strategies/registry.ts';
import type { TradingHours } from '../strategies/trading-hours.ts';
import type { RsiGuides } from '../strategies/strategy.ts';
import type { DisplayIndicators } from './server/symbol-server-deps.ts';
import { CHART_DEFAULTS } from '../strategies/chart-indicators.ts';

/** The usual ones, where a strategy has none of its own. */
const USUAL: RsiGuides = { low: 30, high: 70 };

/** Figures of the indicators that document 000's `config` names: lengths of the chart's own, RSI guides of the strategy. */
export function displayOf(strategy: AnyStrategy, params: TradingHours): DisplayIndicators {
  const { bbPeriod, bbSigma, rsiPeriod } = { ...CHART_DEFAULTS, ...params };
  const { low, high } = strategy.rsiGuides?.(params) ?? USUAL;
  return { bbPeriod, bbStdDev: bbSigma, rsiPeriod, rsiOversold: low, rsiOverbought: high };
}
