import type { StepReport } from '../../domain/broker.ts';
import type { PastBars } from '../../domain/engine-step.ts';
import type { TimeMs } from '../../domain/units.ts';
import { CELL_MS, DAY_MS, MINUTE_MS } from '../../domain/units.ts';

/** What an engine must be told to be where the desk is. */
export interface EnginePast {
  /** The desk's last step. */
  readonly committed: number;
  /** Steps to be played again, the newest last. */
  readonly steps: readonly StepReport[];
  /** Where its steps are no longer kept: the bars that stand in for those of past minutes. */
  readonly seed?: PastBars & { readonly untilMs: TimeMs };
}

/** A question to the market, and what the answer is for. */
type Want =
  | { readonly want: 'steps'; readonly from: number; readonly to: number }
  | { readonly want: 'bars'; readonly fromMs: TimeMs; readonly toMs: TimeMs };
type Answer = readonly StepReport[] | PastBars | undefined;

/** As far back as bars stand in for steps. */
const SEED_MS = 30 * DAY_MS;
const STEPS_A_MINUTE = MINUTE_MS / CELL_MS;

/**
 * The steps since a snapshot; where the first of them is gone (an engine that was away for long, or is new to a run), the
 * closed bars of the market and the steps of the present minute. Yields what is to be asked of the market.
 * @param from the step after which the snapshot was made; 0: there is none
 * @param at the desk's last step
 */
export function* enginePast(
  from: number,
  at: { readonly step: number; readonly endMs: TimeMs },
): Generator<Want, EnginePast, Answer> {
  const committed = at.step;
  if (from >= committed) return { committed, steps: [] };
  const steps = (yield { want: 'steps', from: from + 1, to: committed }) as readonly StepReport[] | undefined;
  if (steps !== undefined) return { committed, steps };
  const untilMs = Math.floor(at.endMs / MINUTE_MS) * MINUTE_MS;
  const late = (yield { want: 'steps', from: Math.max(1, committed - STEPS_A_MINUTE), to: committed }) as
    readonly StepReport[] | undefined;
  const past = (yield { want: 'bars', fromMs: untilMs - SEED_MS, toMs: untilMs }) as PastBars;
  return { committed, steps: (late ?? []).filter(({ startMs }) => startMs >= untilMs), seed: { ...past, untilMs } };
}
