import type { ContractId } from '../../domain/ids.ts';
import type { Calendar } from '../../domain/session.ts';
import type { EngineAnswer } from '../../domain/engine-step.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Act } from './act.ts';
import type { DeskStrategy } from './options.ts';
import type { Recorder } from './recorder.ts';
import { sameBar } from '../../domain/bar.ts';
import { contractAt } from '../../domain/contract-month.ts';

export interface OwnAnswer {
  readonly strategy: DeskStrategy;
  readonly answer: EngineAnswer;
}

/** The part of an answer that goes into the file. */
interface Gathered {
  readonly strategy: DeskStrategy;
  readonly answer: Pick<EngineAnswer, 'bars' | 'points' | 'snapshot'>;
}

/**
 * What the engines' answers bring into the file: bars (each once, also where two strategies share a root), chart points
 * and, for a `step` of the order, snapshots. True when a bar closed. Engines that disagree on a bar raise an alarm.
 */
export function gatherAnswers(
  act: Act,
  answers: readonly Gathered[],
  calendar: Calendar,
  recorder: Recorder,
  step?: { readonly n: number; readonly endMs: TimeMs },
): boolean {
  const bars = new Map<string, { contractId: ContractId; root: string; bar: EngineAnswer['bars'][number] }>();
  const points: { strategy: number; timeMs: TimeMs; json: string }[] = [];
  const snapshots: { strategy: number; step: number; json: string }[] = [];
  for (const { strategy, answer } of answers) {
    const { id, root, number } = strategy.identity;
    for (const bar of answer.bars) {
      const key = `${root}:${bar.timeMs}`;
      const known = bars.get(key);
      if (known === undefined) {
        bars.set(key, { contractId: contractAt(calendar, root, bar.timeMs).id, root, bar });
      } else if (step !== undefined && !sameBar(known.bar, bar)) {
        const message = `engines disagree on the ${root} bar of ${bar.timeMs}: ${JSON.stringify(known.bar)} and ${JSON.stringify(bar)}`;
        act.alarm('bars_differ', message, id);
      }
    }
    for (const point of answer.points) points.push({ strategy: number, ...point });
    if (step !== undefined && answer.snapshot !== undefined)
      snapshots.push({ strategy: number, step: step.n, json: answer.snapshot });
  }
  if (bars.size > 0 || points.length > 0 || snapshots.length > 0) {
    recorder.add({ bars: [...bars.values()], points, snapshots });
  }
  return bars.size > 0;
}
