import type { AutoscaleInfo, IPrimitivePaneView } from 'lightweight-charts';
import type { ChartLook } from '../theme/chart-look.ts';
import type { ChartLine } from '../state/line.ts';
import { Drawing, chartTime, roundedBox, view, type Target } from './primitive.ts';
import { stack } from './stack.ts';

interface Ink {
  readonly line: string;
  readonly fill: string;
  readonly axisFill: string;
  readonly axisText: string;
  readonly dash: readonly number[];
}

const LABEL_HEIGHT = 19;
const LEVEL_HEIGHT = 14;
const ATTRIBUTION_HEIGHT = 46;
const LEGEND_HEIGHT = 58;
const AXIS_HEIGHT = 19;
/** The last price has a second row: the time that is left of the bar. */
const LAST_HEIGHT = 31;
/** Labels share one width, so that they stand in a column. */
const LABEL_WIDTH = 200;

interface AxisLabel {
  readonly price: number;
  readonly text: string;
  readonly below: string;
  readonly fill: string;
  readonly ink: string;
  readonly height: number;
}

export interface LastPrice {
  readonly price: number;
  /** True: no quote for too long; it is drawn grey, and its second row tells its age. */
  readonly isOld: boolean;
  readonly text: string;
  /** "0:10": until the bar closes; empty when the market stands. */
  readonly countdown: string;
}

function inkOf(line: ChartLine, look: ChartLook): Ink {
  const dark = look.background;
  switch (line.kind) {
    case 'target':
      return { line: look.up, fill: look.upFill, axisFill: look.up, axisText: dark, dash: [] };
    case 'stop':
      return { line: look.down, fill: look.downFill, axisFill: look.down, axisText: '#ffffff', dash: [] };
    case 'entry':
      return {
        line: look.entryBackground,
        fill: look.panel,
        axisFill: look.entryBackground,
        axisText: dark,
        dash: [4, 3],
      };
    case 'order':
      return { line: look.text2, fill: look.panel, axisFill: look.text2, axisText: dark, dash: [2, 3] };
    case 'limit':
      return { line: look.amber, fill: 'transparent', axisFill: look.amber, axisText: dark, dash: [7, 5] };
    case 'level':
      return { line: look.faint, fill: 'transparent', axisFill: look.faint, axisText: dark, dash: [2, 4] };
  }
}

/** Lines that carry their meaning in words at the right, their prices on the axis, and the last price with the bar's rest. */
export class LevelLines extends Drawing {
  private lines: readonly ChartLine[] = [];
  private last: LastPrice | undefined;
  private look: ChartLook;
  private readonly linesView = view((target) => this.drawLines(target), 'normal');
  private readonly labelsView = view((target) => this.drawLabels(target), 'top');
  private readonly axisView = view((target) => this.drawAxis(target), 'top');

  constructor(look: ChartLook) {
    super();
    this.look = look;
  }

  setLook(look: ChartLook): void {
    this.look = look;
    this.redraw();
  }

  setLines(lines: readonly ChartLine[]): void {
    this.lines = lines;
    this.redraw();
  }

  setLast(last: LastPrice | undefined): void {
    this.last = last;
    this.redraw();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this.linesView, this.labelsView];
  }

  priceAxisPaneViews(): readonly IPrimitivePaneView[] {
    return [this.axisView];
  }

  /** Entry, stop and targets are always in the picture; the account's limit and old levels only when they are near. */
  autoscaleInfo(): AutoscaleInfo | null {
    const prices = this.lines
      .filter((line) => line.kind === 'target' || line.kind === 'stop' || line.kind === 'entry')
      .map((line) => line.price);
    if (prices.length === 0) return null;
    return { priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) } };
  }

  private y(price: number): number | null {
    return this.host?.series.priceToCoordinate(price) ?? null;
  }

  private drawLines(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.lineWidth = 1;
      for (const line of this.lines) {
        const y = this.y(line.price);
        if (y === null) continue;
        const ink = inkOf(line, this.look);
        const from =
          line.fromMs === undefined ? 0 : (this.host?.chart.timeScale().timeToCoordinate(chartTime(line.fromMs)) ?? 0);
        context.strokeStyle = ink.line;
        context.setLineDash([...ink.dash]);
        context.beginPath();
        context.moveTo(from, Math.round(y) + 0.5);
        context.lineTo(mediaSize.width, Math.round(y) + 0.5);
        context.stroke();
      }
      const lastY = this.last === undefined ? null : this.y(this.last.price);
      if (lastY !== null) {
        context.strokeStyle = this.look.text2;
        context.setLineDash([1, 3]);
        context.beginPath();
        context.moveTo(0, Math.round(lastY) + 0.5);
        context.lineTo(mediaSize.width, Math.round(lastY) + 0.5);
        context.stroke();
      }
      context.setLineDash([]);
    });
  }

  private drawLabels(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.font = `500 11px ${this.look.font}`;
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      context.lineWidth = 1;
      for (const line of this.lines) if (line.kind === 'limit') this.drawLimit(context, line, mediaSize.height);
      const wishes = this.lines.flatMap((line) => {
        const y = line.kind === 'limit' ? null : this.y(line.price);
        const isOutside = y === null || y < 0 || y > mediaSize.height;
        if (isOutside && (y === null || line.kind === 'level')) return [];
        return [{ item: line, wish: y, height: line.kind === 'level' ? LEVEL_HEIGHT : LABEL_HEIGHT + 2 }];
      });
      const texts = wishes.filter(({ item }) => item.kind !== 'level').map(({ item }) => item.text);
      const widest = Math.max(0, ...texts.map((text) => context.measureText(text).width));
      const width = Math.max(Math.min(LABEL_WIDTH, mediaSize.width - 16), widest + 16);
      const x = mediaSize.width - width - 6;
      for (const { item, at } of stack(wishes, 2, mediaSize.height - 2)) {
        if (item.kind === 'level') this.drawLevel(context, item, x, at);
        else this.drawBox(context, item, x, at, width);
      }
    });
  }

  private drawBox(context: CanvasRenderingContext2D, line: ChartLine, x: number, at: number, width: number): void {
    const ink = inkOf(line, this.look);
    roundedBox(context, x + 0.5, Math.round(at - LABEL_HEIGHT / 2) + 0.5, width - 1, LABEL_HEIGHT - 1, 3);
    context.fillStyle = ink.fill;
    context.fill();
    context.strokeStyle = ink.line;
    context.stroke();
    context.fillStyle = line.kind === 'entry' ? this.toneOf(line) : line.kind === 'order' ? this.look.text2 : ink.line;
    context.fillText(line.text, x + 8, Math.round(at) + 0.5);
  }

  /** A level has no box: its name interrupts its own line. */
  private drawLevel(context: CanvasRenderingContext2D, line: ChartLine, x: number, at: number): void {
    const width = context.measureText(line.text).width;
    context.fillStyle = this.look.background;
    context.fillRect(x + 4, Math.round(at - LEVEL_HEIGHT / 2), width + 8, LEVEL_HEIGHT);
    context.fillStyle = this.look.text3;
    context.fillText(line.text, x + 8, Math.round(at) + 0.5);
  }

  private toneOf(line: ChartLine): string {
    if (line.tone === undefined) return this.look.text;
    return line.tone === 'up' ? this.look.up : this.look.down;
  }

  /** The account's limit has its name at the left; where it is out of the picture, an arrow says where. */
  private drawLimit(context: CanvasRenderingContext2D, line: ChartLine, height: number): void {
    const y = this.y(line.price);
    if (y === null) return;
    const isOutside = y < 0 || y > height;
    const arrow = !isOutside ? '' : y < 0 ? ' \u2191' : ' \u2193';
    // Below the legend, above the pane's foot; in the lowest pane above the attribution that stands there.
    const isLowest = this.host?.chart.panes().length === 1;
    const at = Math.min(Math.max(y - 8, LEGEND_HEIGHT), height - (isLowest ? ATTRIBUTION_HEIGHT : 10));
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = this.look.background;
    context.strokeText(line.text + arrow, 14, at);
    context.lineWidth = 1;
    context.fillStyle = this.look.amber;
    context.fillText(line.text + arrow, 14, at);
  }

  /** Prices on the axis: of lines and of the last trade, side by side where they come close. */
  private drawAxis(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const { width, height } = mediaSize;
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      const labels = this.axisLabels().flatMap((label) => {
        const y = this.y(label.price);
        const wish = y === null || y < 0 || y > height ? undefined : y + (label.height - AXIS_HEIGHT) / 2;
        return wish === undefined ? [] : [{ item: label, wish, height: label.height }];
      });
      const placed = stack(labels, 0, height);
      for (const { item, at } of placed) {
        const top = Math.round(at - item.height / 2);
        // A margin of background keeps half-covered figures of the scale from showing at the label's edge.
        context.fillStyle = this.look.background;
        context.fillRect(0, top - 5, width, item.height + 10);
      }
      for (const { item, at } of placed) {
        const top = Math.round(at - item.height / 2);
        context.fillStyle = item.fill;
        context.fillRect(0, top, width, item.height);
        context.fillStyle = item.ink;
        context.font = `600 11px ${this.look.font}`;
        context.fillText(item.text, 8, top + AXIS_HEIGHT / 2 + 0.5);
        if (item.below === '') continue;
        context.font = `500 10px ${this.look.font}`;
        context.globalAlpha = 0.7;
        context.fillText(item.below, 8, top + 23);
        context.globalAlpha = 1;
      }
    });
  }

  private axisLabels(): readonly AxisLabel[] {
    const lines = this.lines
      .filter((line) => line.kind !== 'level')
      .map((line): AxisLabel => {
        const ink = inkOf(line, this.look);
        return {
          price: line.price,
          text: line.axisText,
          below: '',
          fill: ink.axisFill,
          ink: ink.axisText,
          height: AXIS_HEIGHT,
        };
      });
    if (this.last === undefined) return lines;
    const { price, text, countdown, isOld } = this.last;
    const height = countdown === '' ? AXIS_HEIGHT : LAST_HEIGHT;
    return [
      ...lines,
      {
        price,
        text,
        below: countdown,
        fill: isOld ? this.look.text3 : this.look.lastBackground,
        ink: this.look.lastText,
        height,
      },
    ];
  }
}
