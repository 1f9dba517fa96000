import type { ChartLine } from './line.ts';
import { isoDay, minuteOfDay } from '../format/time.ts';
import { price } from '../format/price.ts';
import type { ChartPoint } from './series.ts';

/** Yesterday's high, low and close, and the night's range: read off bars that the engine has built. */
export interface DayLevels {
  readonly prior: Pick<ChartPoint, 'high' | 'low' | 'close'> | undefined;
  readonly night: { readonly high: number; readonly low: number; readonly fromMs: number } | undefined;
}

export const NO_LEVELS: DayLevels = { prior: undefined, night: undefined };

const HOUR_MS = 3_600_000;

/** Epoch ms of a Chicago wall time on a calendar day, whatever the season's offset is. */
export function chicagoTime(day: string, minute: number): number {
  const winter = Date.parse(`${day}T00:00:00Z`) + (6 * 60 + minute) * 60_000;
  return minuteOfDay(winter) === minute % 1440 && isoDay(winter) === day ? winter : winter - HOUR_MS;
}

/** Highest and lowest of the bars that closed before regular hours. */
export function nightOf(points: readonly ChartPoint[]): DayLevels['night'] {
  const first = points[0];
  if (first === undefined) return undefined;
  return {
    high: Math.max(...points.map((point) => point.high)),
    low: Math.min(...points.map((point) => point.low)),
    fromMs: first.timeMs,
  };
}

export function levelLines(levels: DayLevels, decimals: number | undefined): readonly ChartLine[] {
  const line = (id: string, at: number, text: string, fromMs?: number): ChartLine => ({
    id,
    kind: 'level',
    price: at,
    text,
    axisText: price(at, decimals),
    ...(fromMs === undefined ? {} : { fromMs }),
  });
  const { prior, night } = levels;
  return [
    ...(prior === undefined
      ? []
      : [
          line('prior-high', prior.high, 'prior high'),
          line('prior-low', prior.low, 'prior low'),
          line('prior-close', prior.close, 'prior close'),
        ]),
    ...(night === undefined
      ? []
      : [
          line('night-high', night.high, 'overnight high', night.fromMs),
          line('night-low', night.low, 'overnight low', night.fromMs),
        ]),
  ];
}
