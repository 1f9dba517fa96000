import { AreaSeries, BaselineSeries, createChart, type IChartApi, type ISeriesApi } from 'lightweight-charts';
import { signedDollars } from '../format/money.ts';
import type { Zone } from '../format/time.ts';
import type { ChartLook } from '../theme/chart-look.ts';
import { lookOptions, timeTexts } from './chart-options.ts';
import { PaneLegend } from './pane-legend.ts';
import { chartTime } from './primitive.ts';

export interface EquityPoint {
  readonly timeMs: number;
  readonly pnl: number;
  readonly drawdown: number;
}

const HEIGHTS = [2.2, 1];
const TWO_DAYS_MS = 172_800_000;

/** P&L over a range above or below zero, and below it how far it was under its high. */
export class EquityChart {
  private readonly chart: IChartApi;
  private readonly pnl: ISeriesApi<'Baseline'>;
  private readonly drawdown: ISeriesApi<'Area'>;
  private readonly legends: readonly PaneLegend[];
  private namesDays = false;

  constructor(element: HTMLElement, look: ChartLook) {
    this.chart = createChart(element, {
      autoSize: true,
      rightPriceScale: { borderVisible: false, minimumWidth: 72, scaleMargins: { top: 0.16, bottom: 0.08 } },
      timeScale: { borderVisible: false, timeVisible: true, rightOffset: 1, minBarSpacing: 0.05 },
    });
    const priceFormat = { type: 'custom', minMove: 0.01, formatter: signedDollars } as const;
    const quiet = { priceLineVisible: false, lineWidth: 1, priceFormat } as const;
    this.pnl = this.chart.addSeries(BaselineSeries, { ...quiet, baseValue: { type: 'price', price: 0 } }, 0);
    this.drawdown = this.chart.addSeries(AreaSeries, { ...quiet, invertFilledArea: true }, 1);
    const panes = this.chart.panes();
    HEIGHTS.forEach((height, index) => panes[index]?.setStretchFactor(height));
    this.legends = [new PaneLegend(look), new PaneLegend(look)];
    this.legends[0]?.setParts([{ text: 'Net P&L', ink: 'text2' }]);
    this.legends[1]?.setParts([{ text: 'Drawdown from the high', ink: 'text2' }]);
    [this.pnl, this.drawdown].forEach((series, index) => {
      const legend = this.legends[index];
      if (legend !== undefined) series.attachPrimitive(legend);
    });
    this.setLook(look);
  }

  /** Points in order of time; of two in one second the later stays. */
  draw(points: readonly EquityPoint[], zone: Zone): void {
    const kept = points.filter((point, index) => chartTime(point.timeMs) !== chartTime(points[index + 1]?.timeMs ?? 0));
    this.pnl.setData(kept.map((point) => ({ time: chartTime(point.timeMs), value: point.pnl })));
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
    this.pnl.applyOptions({
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
    this.chart.remove();
  }
}
