import type { Interval } from '../../engine/wire/index.ts';

export interface ChartParams {
  readonly strategy: string;
  readonly interval: Interval;
}
