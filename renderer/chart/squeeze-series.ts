import { HistogramSeries, type IChartApi, type ISeriesApi, type Time } from 'lightweight-charts';
import type { ChartPoint } from '../state/series.ts';
import type { ChartLook } from '../theme/chart-look.ts';
import { BLANK_AXIS, QUIET } from './series-options.ts';
import { chartTime } from './primitive.ts';
import { SqueezeDots, type SqueezeDot, type SqueezeDotOptions } from './squeeze-dots.ts';

/** Squeeze momentum as a histogram, and on its zero line a dot per bar that tells whether the squeeze is on. */
export class SqueezeSeries {
  readonly momentum: ISeriesApi<'Histogram'>;
  private readonly dots: ISeriesApi<'Custom'>;
  private look: ChartLook;
  private last: number | undefined;

  constructor(chart: IChartApi, pane: number, look: ChartLook) {
    this.look = look;
    this.momentum = chart.addSeries(HistogramSeries, { ...QUIET, priceFormat: BLANK_AXIS }, pane);
    const options = { ...QUIET, priceFormat: BLANK_AXIS };
    this.dots = chart.addCustomSeries<SqueezeDot, SqueezeDotOptions>(new SqueezeDots(), options, pane);
  }

  setLook(look: ChartLook): void {
    this.look = look;
    const colors: Partial<SqueezeDotOptions> = { onColor: look.squeezeOn, offColor: look.squeezeOff };
    (this.dots as { applyOptions(options: Partial<SqueezeDotOptions>): void }).applyOptions(colors);
  }

  setAll(points: readonly ChartPoint[]): void {
    this.momentum.setData(points.map((point, index) => this.bar(point, points[index - 1]?.momentum)));
    this.dots.setData(points.filter((point) => point.squeezeOn !== undefined).map(dot));
    this.last = points.at(-1)?.momentum;
  }

  add(point: ChartPoint): void {
    this.momentum.update(this.bar(point, this.last));
    if (point.squeezeOn !== undefined) this.dots.update(dot(point));
    this.last = point.momentum;
  }

  /** Brighter while the momentum grows, dimmer while it fades. */
  private bar(
    point: ChartPoint,
    before: number | undefined,
  ): { time: Time; value: number; color: string } | { time: Time } {
    const time = chartTime(point.timeMs);
    const { momentum } = point;
    if (momentum === undefined) return { time };
    const grows = before === undefined || Math.abs(momentum) >= Math.abs(before);
    return { time, value: momentum, color: (momentum >= 0 ? this.look.up : this.look.down) + (grows ? 'b8' : '6e') };
  }
}

function dot(point: ChartPoint): SqueezeDot {
  return { time: chartTime(point.timeMs), isOn: point.squeezeOn === true };
}
