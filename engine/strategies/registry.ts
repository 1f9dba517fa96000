import type { ChartIndicators } from './chart-indicators.ts';
import { overrideParameters, unknownName, type Resolved } from './parameters.ts';
import type { Strategy } from './strategy.ts';
import type { TradingHours } from './trading-hours.ts';
import { po3 } from './po3.ts';
import { winner } from './winner.ts';

/** A strategy as the pipeline holds it: it knows the trading hours and the chart's values; the rest is the strategy's own. */
export type AnyStrategy = Strategy<TradingHours, unknown, ChartIndicators>;

/** Every strategy by its kind. A new one is entered here (docs/write-your-own-strategy.md). */
export const STRATEGY_KINDS: Readonly<Record<string, AnyStrategy>> = { winner, po3 };

export type ResolvedStrategy =
  | { readonly ok: true; readonly strategy: AnyStrategy; readonly params: TradingHours }
  | { readonly ok: false; readonly faults: readonly string[] };

/** The strategy of a kind with a preset's parameters and the overrides of a configuration; else every fault there is. */
export function resolveStrategy(
  kind: string,
  presetName = 'default',
  overrides?: unknown,
  kinds: Readonly<Record<string, AnyStrategy>> = STRATEGY_KINDS,
): ResolvedStrategy {
  const strategy = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (strategy === undefined) return { ok: false, faults: [unknownName('strategy', kind, Object.keys(kinds))] };
  const resolved = resolveParameters(strategy, presetName, overrides);
  return resolved.ok ? { ok: true, strategy, params: resolved.params } : resolved;
}

/** A preset's parameters with overrides laid over them, checked one by one and together. */
export function resolveParameters<P extends object, S, V>(
  strategy: Strategy<P, S, V>,
  presetName: string,
  overrides: unknown,
): Resolved<P> {
  const preset = Object.hasOwn(strategy.presets, presetName) ? strategy.presets[presetName] : undefined;
  const presetFaults =
    preset === undefined
      ? [`${strategy.kind}: ${unknownName('preset', presetName, Object.keys(strategy.presets))}`]
      : [];
  const base = preset ?? strategy.presets.default;
  if (base === undefined) return { ok: false, faults: [`${strategy.kind}: has no preset "default"`] };
  const laid = overrideParameters(strategy.parameters, base, overrides);
  const together = laid.ok ? (strategy.faults?.(laid.params) ?? []) : laid.faults;
  const faults = [...presetFaults, ...together.map((fault) => `${strategy.kind}: ${fault}`)];
  return laid.ok && faults.length === 0 ? laid : { ok: false, faults };
}

/** Every fault in the parameters of several strategies at once, each line naming the strategy. */
export function parameterFaults(
  strategies: readonly {
    readonly id: string;
    readonly kind: string;
    readonly preset: string;
    readonly parameters: unknown;
  }[],
): readonly string[] {
  return strategies.flatMap(({ id, kind, preset, parameters }) => {
    const resolved = resolveStrategy(kind, preset, parameters);
    return resolved.ok ? [] : resolved.faults.map((fault) => `strategy.${id}.parameters: ${fault}`);
  });
}
