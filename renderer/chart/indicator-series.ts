import {
  CandlestickSeries,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type Time,
} from 'lightweight-charts';
import { price } from '../format/price.ts';
import type { ChartPoint, FormingBar } from '../state/series.ts';
import type { ChartLook } from '../theme/chart-look.ts';
import { chartTime } from './primitive.ts';
import { BLANK_AXIS, QUIET, valueAt } from './series-options.ts';
import { SqueezeSeries } from './squeeze-series.ts';

const PRICE_PANE = 0;
const RSI_PANE = 1;
const SQUEEZE_PANE = 2;
const HEIGHTS = [4.4, 1, 0.85];

const quietLine = { ...QUIET, crosshairMarkerVisible: false, lineWidth: 1 } as const;

function candle(bar: FormingBar): { time: Time; open: number; high: number; low: number; close: number } {
  return { time: chartTime(bar.timeMs), open: bar.open, high: bar.high, low: bar.low, close: bar.close };
}

type Range = { priceRange: { minValue: number; maxValue: number } | null } | null;

/** RSI from 15 to 85 unless it goes beyond: the guides at 30 and 70 keep their place. */
function rsiRange(original: () => Range): Range {
  const range = original()?.priceRange;
  return {
    priceRange: { minValue: Math.min(15, range?.minValue ?? 15), maxValue: Math.max(85, range?.maxValue ?? 85) },
  };
}

/** Every series of a chart in its pane: candles and volume; where they are computed also bands, RSI and squeeze. */
export class IndicatorSeries {
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly rsi: ISeriesApi<'Line'> | undefined;
  private readonly bands: readonly ISeriesApi<'Line'>[];
  private readonly volume: ISeriesApi<'Histogram'>;
  private readonly squeeze: SqueezeSeries | undefined;
  private drawnMs = Number.NEGATIVE_INFINITY;

  constructor(chart: IChartApi, look: ChartLook, hasIndicators: boolean) {
    this.volume = chart.addSeries(
      HistogramSeries,
      { ...QUIET, priceScaleId: 'volume', priceFormat: { type: 'volume' } },
      PRICE_PANE,
    );
    chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.9, bottom: 0 }, visible: false });
    const styles = hasIndicators ? [LineStyle.Solid, LineStyle.Dashed, LineStyle.Solid] : [];
    this.bands = styles.map((lineStyle) => chart.addSeries(LineSeries, { ...quietLine, lineStyle }, PRICE_PANE));
    this.candles = chart.addSeries(CandlestickSeries, { ...QUIET, borderVisible: false }, PRICE_PANE);
    if (hasIndicators) {
      const options = { ...quietLine, priceFormat: BLANK_AXIS, autoscaleInfoProvider: rsiRange };
      this.rsi = chart.addSeries(LineSeries, options, RSI_PANE);
      this.squeeze = new SqueezeSeries(chart, SQUEEZE_PANE, look);
      const panes = chart.panes();
      HEIGHTS.forEach((height, index) => panes[index]?.setStretchFactor(height));
      for (const pane of [RSI_PANE, SQUEEZE_PANE]) {
        const scaleMargins = { top: pane === SQUEEZE_PANE ? 0.3 : 0.2, bottom: 0.12 };
        panes[pane]?.priceScale('right').applyOptions({ tickMarkDensity: 60, scaleMargins });
      }
    }
    this.setLook(look);
  }

  get momentum(): ISeriesApi<'Histogram'> | undefined {
    return this.squeeze?.momentum;
  }

  setLook(look: ChartLook): void {
    this.candles.applyOptions({
      upColor: look.up,
      downColor: look.down,
      wickUpColor: look.up,
      wickDownColor: look.down,
    });
    this.bands.forEach((band, index) => band.applyOptions({ color: index === 1 ? look.bollingerMid : look.bollinger }));
    this.rsi?.applyOptions({ color: look.rsi });
    this.volume.applyOptions({ color: look.volume });
    this.squeeze?.setLook(look);
  }

  setDecimals(decimals: number, tickSize: number): void {
    const formatter = (value: number): string => price(value, decimals);
    const priceFormat = { type: 'custom', minMove: tickSize, formatter } as const;
    for (const series of [this.candles, ...this.bands]) series.applyOptions({ priceFormat });
  }

  /** All of it anew. */
  setAll(points: readonly ChartPoint[], forming: FormingBar | null): void {
    const bars = points.map(candle);
    this.candles.setData(forming === null ? bars : [...bars, candle(forming)]);
    this.bands.forEach((band, index) => band.setData(points.map((point) => valueAt(point, bandOf(point, index)))));
    this.volume.setData(points.map((point) => valueAt(point, point.volume)));
    this.rsi?.setData(points.map((point) => valueAt(point, point.rsi)));
    this.squeeze?.setAll(points);
    this.drawnMs = forming?.timeMs ?? points.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
  }

  /** What came at the right edge since the last drawing. */
  addLast(points: readonly ChartPoint[], forming: FormingBar | null): void {
    let first = points.length;
    while (first > 0 && (points[first - 1]?.timeMs ?? 0) >= this.drawnMs) first -= 1;
    for (const point of points.slice(first)) {
      this.candles.update(candle(point));
      this.bands.forEach((band, index) => band.update(valueAt(point, bandOf(point, index))));
      this.volume.update(valueAt(point, point.volume));
      this.rsi?.update(valueAt(point, point.rsi));
      this.squeeze?.add(point);
      this.drawnMs = point.timeMs + 1;
    }
    if (forming === null) return;
    this.candles.update(candle(forming));
    this.drawnMs = forming.timeMs;
  }
}

function bandOf(point: ChartPoint, index: number): number | undefined {
  return index === 0 ? point.bbUpper : index === 1 ? point.bbMiddle : point.bbLower;
}
