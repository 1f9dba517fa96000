import type { Commit, Recovered } from './journal.ts';

/** What a desk finds with these commits on top, as if they were in the file. */
export function recoveredWith(base: Recovered, spilled: readonly Commit[]): Recovered {
  const last = spilled.at(-1);
  if (last === undefined) return base;
  const snapshots = new Map(base.snapshots.map((snapshot) => [snapshot.strategy, snapshot]));
  for (const snapshot of spilled.flatMap((commit) => commit.snapshots)) snapshots.set(snapshot.strategy, snapshot);
  return {
    step: last.step,
    stepEndMs: last.stepEndMs,
    deskState: spilled.findLast(({ deskState }) => deskState !== undefined)?.deskState ?? base.deskState,
    lastSeq: spilled.reduce((seq, { rows }) => rows.at(-1)?.seq ?? seq, base.lastSeq),
    lastLogSeq: spilled.reduce((seq, { logs }) => logs.at(-1)?.seq ?? seq, base.lastLogSeq),
    snapshots: [...snapshots.values()].sort((a, b) => a.strategy - b.strategy),
  };
}
