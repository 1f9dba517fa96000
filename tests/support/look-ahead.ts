import { expect } from 'vitest';
import type { Bar } from '../../engine/domain/bar.ts';
import type { ContractSpec } from '../../engine/domain/contract.ts';
import type { Calendar } from '../../engine/domain/session.ts';
import type { AnyStrategy } from '../../engine/strategies/registry.ts';
import type { TradingHours } from '../../engine/strategies/trading-hours.ts';
import { StrategyHarness } from './strategy-harness.ts';

export interface Played {
  readonly bars: readonly Bar[];
  readonly strategy: AnyStrategy;
  readonly params: TradingHours;
  readonly spec: ContractSpec;
  readonly calendar: Calendar;
}

type Harness = StrategyHarness<TradingHours, unknown, unknown>;

const play = ({ strategy, params, spec, calendar }: Played, bars: readonly Bar[]): Harness =>
  new StrategyHarness<TradingHours, unknown, unknown>({ strategy, params, spec, calendar }).play(bars);

/** Everything that was decided on a bar: state, intents, logs, signal. */
const decided = (harness: Harness, until: number): readonly string[] =>
  harness.records.slice(0, until).map(({ decision }) => JSON.stringify(decision));

/**
 * Plays all bars, then only those before each cut, then those before the cut with another future behind them: what was
 * decided before the cut must be the same to the letter. Returns the decisions that were compared, and the whole run.
 */
export function expectNoLookAhead(
  played: Played,
  cuts: readonly number[],
): { readonly compared: number; readonly whole: Harness } {
  const whole = play(played, played.bars);
  const expected = decided(whole, played.bars.length);
  let compared = 0;
  for (const cut of cuts) {
    const past = played.bars.slice(0, cut);
    const other = played.bars.slice(cut, cut + 200).map((bar) => shifted(bar));
    for (const bars of [past, [...past, ...other]]) {
      const got = decided(play(played, bars), cut);
      const differs = got.findIndex((decision, i) => decision !== expected[i]);
      expect(differs, `cut at ${cut}: bar ${differs} was decided otherwise`).toBe(-1);
      compared += got.length;
    }
  }
  return { compared, whole };
}

/** The same bar far away: a future that no strategy could miss if it saw it. */
function shifted(bar: Bar): Bar {
  const by = 5_000;
  return { ...bar, open: bar.open + by, high: bar.high + by, low: bar.low + by, close: bar.close + by };
}
