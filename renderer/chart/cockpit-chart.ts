import {
  createChart,
  type IChartApi,
  type ISeriesApi,
  type MouseEventParams,
  type SeriesType,
  type Time,
} from 'lightweight-charts';
import type { Zone } from '../format/time.ts';
import { pointAt, type ChartPoint, type FormingBar, type Series, type SeriesChange } from '../state/series.ts';
import type { ChartLook } from '../theme/chart-look.ts';
import { fixedOptions, lookOptions, rightRoom, timeTexts } from './chart-options.ts';
import { IndicatorSeries } from './indicator-series.ts';
import { LevelLines, type LastPrice } from './level-lines.ts';
import type { ChartLine, TradeMark } from '../state/line.ts';
import { PaneLegend } from './pane-legend.ts';
import type { Drawing } from './primitive.ts';
import { SessionShades } from './session-shades.ts';
import { sessionMarks, type ContractHours } from './sessions.ts';
import { TradeMarks } from './trade-marks.ts';

/** What the legend shows: the bar under the crosshair, or the newest one. */
export interface Reading {
  readonly bar: FormingBar;
  readonly point: ChartPoint | undefined;
  readonly isHovered: boolean;
}

export interface ChartContract {
  readonly hours: ContractHours;
  readonly decimals: number;
  readonly tickSize: number;
  readonly intervalMs: number;
  /** Bands, RSI and squeeze: the engines compute them on 1-minute bars only. */
  readonly hasIndicators: boolean;
}

type AnySeries = ISeriesApi<SeriesType, Time>;

export interface ChartEvents {
  /** The view changed: how many bars back from the newest one its left end lies. */
  readonly onReach: (bars: number) => void;
  /** The view came near the left end of what is loaded. */
  readonly onNearStart: () => void;
  readonly onReading: (reading: Reading | undefined) => void;
  /** The hour (epoch ms) that is in the middle of the view; undefined while the newest bars are in it. */
  readonly onAway: (hourMs: number | undefined) => void;
}

/** Bars left of the view below which older ones are asked for. */
const NEAR_START_BARS = 60;
const HOUR_MS = 3_600_000;

/** One chart: panes, series, lines, marks. Changes are merged; it draws what it is told once per frame. */
export class CockpitChart {
  private readonly chart: IChartApi;
  private readonly series: IndicatorSeries;
  private readonly lines: LevelLines;
  private readonly marks: TradeMarks;
  private readonly shades: readonly SessionShades[];
  readonly rsiLegend: PaneLegend;
  readonly squeezeLegend: PaneLegend;
  private readonly events: ChartEvents;
  private readonly contract: ChartContract;
  private data: Series = { points: [], forming: null, complete: false };
  private hovered: number | undefined;
  private awayMs: number | undefined;
  private readonly namesDays: boolean;
  private readonly detaching: (() => void)[] = [];
  private isGone = false;
  private shadedFrom: number | undefined;
  private shadedTo: number | undefined;

  constructor(element: HTMLElement, look: ChartLook, contract: ChartContract, events: ChartEvents) {
    this.events = events;
    this.contract = contract;
    this.namesDays = contract.intervalMs >= 900_000;
    this.chart = createChart(element, { autoSize: true, ...fixedOptions(element.clientWidth) });
    this.chart.applyOptions(lookOptions(look));
    this.chart.applyOptions(timeTexts('chicago', this.namesDays));
    this.series = new IndicatorSeries(this.chart, look, contract.hasIndicators);
    this.series.setDecimals(contract.decimals, contract.tickSize);
    this.lines = new LevelLines(look);
    this.marks = new TradeMarks(look, (ms) => this.barOf(ms));
    this.shades = [new SessionShades(look, true), new SessionShades(look, false), new SessionShades(look, false)];
    this.rsiLegend = new PaneLegend(look);
    this.squeezeLegend = new PaneLegend(look);
    // Marks first: the labels of the lines lie over them.
    const { candles, rsi, momentum } = this.series;
    this.attach(candles, this.marks);
    this.attach(candles, this.lines);
    [candles, rsi, momentum].forEach((series, index) => {
      const shade = this.shades[index];
      if (shade !== undefined) this.attach(series, shade);
    });
    this.attach(rsi, this.rsiLegend);
    this.attach(momentum, this.squeezeLegend);
    this.chart.subscribeCrosshairMove((event) => this.onCrosshair(event));
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.onView());
    this.chart.timeScale().subscribeSizeChange((width) => {
      this.chart.timeScale().applyOptions({ rightOffsetPixels: rightRoom(width) });
    });
  }

  /** Takes bars in. The library paints with the next frame, however often this is called before it. */
  take(data: Series, change: SeriesChange): void {
    if (this.isGone) return;
    this.data = data;
    if (change === 'whole') this.series.setAll(data.points, data.forming);
    else if (change === 'last') this.series.addLast(data.points, data.forming);
  }

  /** What follows from the bars and need not follow each of them: shades and the legend. Once a frame. */
  settle(): void {
    if (this.isGone) return;
    this.shade();
    this.read();
  }

  setLines(lines: readonly ChartLine[]): void {
    this.lines.setLines(lines);
  }

  setLast(last: LastPrice | undefined): void {
    this.lines.setLast(last);
  }

  setMarks(marks: readonly TradeMark[]): void {
    this.marks.setMarks(marks);
  }

  setLook(look: ChartLook): void {
    if (this.isGone) return;
    this.chart.applyOptions(lookOptions(look));
    this.series.setLook(look);
    this.series.setAll(this.data.points, this.data.forming);
    for (const drawing of [this.lines, this.marks, ...this.shades, this.rsiLegend, this.squeezeLegend])
      drawing.setLook(look);
  }

  setZone(zone: Zone): void {
    if (this.isGone) return;
    this.chart.applyOptions(timeTexts(zone, this.namesDays));
  }

  /** Back to the newest bar. */
  follow(): void {
    if (this.isGone) return;
    const scale = this.chart.timeScale();
    scale.scrollToPosition(rightRoom(scale.width()) / scale.options().barSpacing, false);
  }

  /** One step of a key: bars to the left (negative) or right. */
  scroll(bars: number): void {
    if (this.isGone) return;
    const scale = this.chart.timeScale();
    scale.scrollToPosition(scale.scrollPosition() + bars, false);
  }

  zoom(factor: number): void {
    if (this.isGone) return;
    const scale = this.chart.timeScale();
    const spacing = scale.options().barSpacing * factor;
    scale.applyOptions({ barSpacing: Math.min(40, Math.max(1.5, spacing)) });
  }

  /** Brings the bar of a moment into the middle of the view. */
  goTo(ms: number): void {
    if (this.isGone) return;
    const bar = this.barOf(ms);
    const index = this.data.points.findIndex((point) => point.timeMs >= bar);
    if (index < 0) return;
    const range = this.chart.timeScale().getVisibleLogicalRange();
    const half = range === null ? 60 : (range.to - range.from) / 2;
    this.chart.timeScale().setVisibleLogicalRange({ from: index - half, to: index + half });
  }

  /** Whoever could still ask it to draw goes first; what is told to it later, by a frame or timer on its way, is nothing. */
  destroy(): void {
    if (this.isGone) return;
    this.isGone = true;
    for (const detach of this.detaching) detach();
    this.chart.applyOptions({ autoSize: false });
    this.chart.remove();
  }

  private attach(series: AnySeries | undefined, drawing: Drawing): void {
    if (series === undefined) return;
    series.attachPrimitive(drawing);
    this.detaching.push(() => series.detachPrimitive(drawing));
  }

  /** Open time of the bar in which a moment lies; minutes without a trade have none, then it is the one before. */
  private barOf(ms: number): number {
    const { points, forming } = this.data;
    if (forming !== null && ms >= forming.timeMs) return forming.timeMs;
    let low = 0;
    let high = points.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((points[middle]?.timeMs ?? 0) <= ms) low = middle;
      else high = middle - 1;
    }
    const found = points[low]?.timeMs ?? ms;
    return found > ms ? Number.NaN : found;
  }

  private shade(): void {
    const { points, forming } = this.data;
    const first = points[0]?.timeMs;
    const last = forming?.timeMs ?? points.at(-1)?.timeMs;
    if (first === this.shadedFrom && last === this.shadedTo) return;
    this.shadedFrom = first;
    this.shadedTo = last;
    const bars = forming === null ? points : [...points, forming];
    const marks = sessionMarks(bars, this.contract.hours, this.contract.intervalMs);
    for (const shade of this.shades) shade.setMarks(marks);
  }

  private onCrosshair(event: MouseEventParams<Time>): void {
    const hovered = event.time === undefined ? undefined : Number(event.time) * 1000;
    if (hovered === this.hovered) return;
    this.hovered = hovered;
    this.read();
  }

  private read(): void {
    const { points, forming } = this.data;
    const newest = forming ?? points.at(-1);
    if (this.hovered !== undefined && this.hovered !== forming?.timeMs) {
      const point = pointAt(this.data, this.hovered);
      if (point !== undefined) {
        this.events.onReading({ bar: point, point, isHovered: true });
        return;
      }
    }
    this.events.onReading(newest === undefined ? undefined : { bar: newest, point: points.at(-1), isHovered: false });
  }

  private onView(): void {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (range === null) return;
    const last = this.data.points.length - 1;
    this.events.onReach(last - range.from);
    if (range.from < NEAR_START_BARS) this.events.onNearStart();
    const middle = this.data.points[Math.max(0, Math.round((range.from + range.to) / 2))];
    const isFollowing = range.to >= last || middle === undefined;
    const awayMs = isFollowing ? undefined : Math.floor(middle.timeMs / HOUR_MS) * HOUR_MS;
    if (awayMs === this.awayMs) return;
    this.awayMs = awayMs;
    this.events.onAway(awayMs);
  }
}
