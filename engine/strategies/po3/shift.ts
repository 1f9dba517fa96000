import type { Bar } from '../../domain/bar.ts';
import { sign } from '../../domain/units.ts';
import type { Po3Parameters } from './parameters.ts';
import type { Sweep } from './plan.ts';
import { confirmedSwing, gapMiddle, newestGap, type Gap, type RecentBar } from './structure.ts';

/** More gaps than this in one leg are not remembered; the newest count. */
const GAPS_KEPT = 6;

/** Reads the newest bar into the leg: the swing that it confirms, the gap that it leaves, the gaps that it comes back to. */
export function followLeg(
  sweep: Sweep,
  bar: Bar,
  recent: readonly RecentBar[],
  atr: number | undefined,
  params: Po3Parameters,
): Sweep {
  const { direction } = sweep;
  const swing = confirmedSwing(recent, direction === 'short' ? 'low' : 'high');
  const open = sweep.gaps.filter((gap) => !reached(gap, bar, sweep));
  const gap = newestGap(recent, direction);
  const counts =
    gap !== null &&
    atr !== undefined &&
    gap.fromMs >= sweep.extremeMs &&
    gap.top - gap.bottom >= Math.max(params.gapTicks, params.gapAtr * atr);
  return {
    ...sweep,
    swing: swing !== null && swing.timeMs >= sweep.firstMs ? swing : sweep.swing,
    gaps: counts ? [...open, gap].slice(-GAPS_KEPT) : open,
  };
}

/** Structure shift: after the reclaim, a close beyond the last confirmed swing formed since the sweep began. */
export function shifted(sweep: Sweep, bar: Bar): boolean {
  const { swing, reclaimedMs } = sweep;
  if (swing === null || reclaimedMs === null || bar.timeMs <= reclaimedMs) return false;
  return sign(sweep.direction) * (bar.close - swing.ticks) > 0;
}

function reached(gap: Gap, bar: Bar, { direction }: Sweep): boolean {
  const middle = gapMiddle(gap, direction);
  return direction === 'long' ? bar.low <= middle : bar.high >= middle;
}
