import type { Time } from 'lightweight-charts';
import type { ChartPoint } from '../state/series.ts';
import { chartTime } from './primitive.ts';

/** What all our series have in common: the library's own last-value labels and lines are off. */
export const QUIET = { lastValueVisible: false, priceLineVisible: false } as const;
/** An axis without figures: the pane draws its own guides. */
export const BLANK_AXIS = { type: 'custom', minMove: 0.0001, formatter: () => '' } as const;

/** A number with its time, or the mere time where the indicator is not warm. */
export function valueAt(
  point: ChartPoint,
  reading: number | undefined,
): { time: Time; value: number } | { time: Time } {
  const time = chartTime(point.timeMs);
  return reading === undefined ? { time } : { time, value: reading };
}
