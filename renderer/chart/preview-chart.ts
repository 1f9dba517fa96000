import { CandlestickSeries, createChart, type IChartApi, type ISeriesApi } from 'lightweight-charts';
import type { CockpitContract } from '../../engine/wire/index.ts';
import { price } from '../format/price.ts';
import type { Zone } from '../format/time.ts';
import type { ChartLook } from '../theme/chart-look.ts';
import { lookOptions, timeTexts } from './chart-options.ts';
import { chartTime } from './primitive.ts';

export interface PreviewBar {
  readonly timeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** How prices of a contract are written. */
export type PriceScale = Pick<CockpitContract, 'decimals' | 'tickSize'>;

const TWO_DAYS_MS = 172_800_000;

/** A whole recording at a glance: candles, nothing that moves. */
export class PreviewChart {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<'Candlestick'>;

  constructor(element: HTMLElement, look: ChartLook) {
    this.chart = createChart(element, {
      autoSize: true,
      rightPriceScale: { borderVisible: false, minimumWidth: 64, scaleMargins: { top: 0.08, bottom: 0.08 } },
      timeScale: { borderVisible: false, timeVisible: true, rightOffset: 1, minBarSpacing: 0.1 },
      handleScroll: false,
      handleScale: false,
    });
    this.candles = this.chart.addSeries(CandlestickSeries, {
      borderVisible: false,
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.setLook(look);
  }

  /** Bars in order of time. */
  draw(bars: readonly PreviewBar[], { decimals, tickSize }: PriceScale, zone: Zone): void {
    const formatter = (value: number): string => price(value, decimals);
    this.candles.applyOptions({ priceFormat: { type: 'custom', minMove: tickSize, formatter } });
    this.candles.setData(
      bars.map(({ timeMs, open, high, low, close }) => ({ time: chartTime(timeMs), open, high, low, close })),
    );
    const isLong = (bars.at(-1)?.timeMs ?? 0) - (bars[0]?.timeMs ?? 0) > TWO_DAYS_MS;
    this.chart.applyOptions(timeTexts(zone, isLong));
    this.chart.timeScale().fitContent();
  }

  setLook(look: ChartLook): void {
    this.chart.applyOptions(lookOptions(look));
    this.candles.applyOptions({
      upColor: look.up,
      downColor: look.down,
      wickUpColor: look.up,
      wickDownColor: look.down,
    });
  }

  destroy(): void {
    this.chart.applyOptions({ autoSize: false });
    this.chart.remove();
  }
}
