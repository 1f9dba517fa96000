import { AreaSeries, BaselineSeries, createChart, type IChartApi, type ISeriesApi } from 'lightweight-charts';
import { dollars, signedDollars } from '../format/money.ts';
import type { Zone } from '../format/time.ts';
import type { ChartLook } from '../theme/chart-look.ts';
import { lookOptions, timeTexts } from './chart-options.ts';
import { PaneLegend } from './pane-legend.ts';
import { chartTime } from './primitive.ts';

export interface EquityPoint {
  readonly timeMs: number;
  readonly equity: number;
  readonly drawdown: number;
}

/** What is drawn: an account's equity, or of a strategy its P&L since the account's start. */
export interface EquityPicture {
  readonly of: 'account' | 'strategy';
  /** What the span began with: the line that the curve is above or below. */
  readonly start: number;
  readonly points: readonly EquityPoint[];
}

const HEIGHTS = [2.2, 1];
const TWO_DAYS_MS = 172_800_000;

/** Equity over a range, above or below what it began with, and below it how far it was under its high-water mark. */
export class EquityChart {
  private readonly chart: IChartApi;
  private readonly equity: ISeriesApi<'Baseline'>;
  private readonly drawdown: ISeriesApi<'Area'>;
  private readonly legends: readonly PaneLegend[];
  private namesDays = false;

  constructor(element: HTMLElement, look: ChartLook) {
    this.chart = createChart(element, {
      autoSize: true,
      rightPriceScale: { borderVisible: false, minimumWidth: 72, scaleMargins: { top: 0.16, bottom: 0.08 } },
      timeScale: { borderVisible: false, timeVisible: true, rightOffset: 1, minBarSpacing: 0.05 },
    });
    const quiet = { priceLineVisible: false, lineWidth: 1 } as const;
    this.equity = this.chart.addSeries(BaselineSeries, quiet, 0);
    this.drawdown = this.chart.addSeries(
      AreaSeries,
      { ...quiet, invertFilledArea: true, priceFormat: amounts(signedDollars) },
      1,
    );
    // The curve often lies at zero: the pane's name stands above it.
    this.drawdown.priceScale().applyOptions({ scaleMargins: { top: 0.3, bottom: 0.08 } });
    const panes = this.chart.panes();
    HEIGHTS.forEach((height, index) => panes[index]?.setStretchFactor(height));
    this.legends = [new PaneLegend(look), new PaneLegend(look)];
    this.legends[1]?.setParts([{ text: 'Drawdown from the high-water mark', ink: 'text2' }]);
    [this.equity, this.drawdown].forEach((series, index) => {
      const legend = this.legends[index];
      if (legend !== undefined) series.attachPrimitive(legend);
    });
    this.setLook(look);
  }

  /** Points in order of time; of two in one second the later stays. */
  draw({ of, start, points }: EquityPicture, zone: Zone): void {
    const isAccount = of === 'account';
    this.legends[0]?.setParts([{ text: isAccount ? 'Equity' : "P&L since the account's start", ink: 'text2' }]);
    this.legends[0]?.setGuides([{ price: start, text: '' }]);
    this.equity.applyOptions({
      baseValue: { type: 'price', price: start },
      priceFormat: amounts(isAccount ? dollars : signedDollars),
    });
    const kept = points.filter((point, index) => chartTime(point.timeMs) !== chartTime(points[index + 1]?.timeMs ?? 0));
    this.equity.setData(kept.map((point) => ({ time: chartTime(point.timeMs), value: point.equity })));
    this.drawdown.setData(kept.map((point) => ({ time: chartTime(point.timeMs), value: -point.drawdown })));
    this.namesDays = (kept.at(-1)?.timeMs ?? 0) - (kept[0]?.timeMs ?? 0) > TWO_DAYS_MS;
    this.setZone(zone);
    this.chart.timeScale().fitContent();
  }

  setZone(zone: Zone): void {
    this.chart.applyOptions(timeTexts(zone, this.namesDays));
  }

  setLook(look: ChartLook): void {
    this.chart.applyOptions(lookOptions(look));
    this.equity.applyOptions({
      topLineColor: look.up,
      topFillColor1: `${look.up}38`,
      topFillColor2: `${look.up}08`,
      bottomLineColor: look.down,
      bottomFillColor1: `${look.down}08`,
      bottomFillColor2: `${look.down}38`,
    });
    this.drawdown.applyOptions({ lineColor: look.text2, topColor: `${look.text2}10`, bottomColor: `${look.text2}38` });
    for (const legend of this.legends) legend.setLook(look);
  }

  destroy(): void {
    this.chart.applyOptions({ autoSize: false });
    this.chart.remove();
  }
}

function amounts(formatter: (value: number) => string) {
  return { type: 'custom', minMove: 0.01, formatter } as const;
}
