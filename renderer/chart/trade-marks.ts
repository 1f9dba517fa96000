import type { IPrimitivePaneView } from 'lightweight-charts';
import type { ChartLook } from '../theme/chart-look.ts';
import type { TradeMark } from '../state/line.ts';
import { rightRoom } from './chart-options.ts';
import { Drawing, chartTime, view, type Target } from './primitive.ts';

/** Below this width of a bar, results are not written: they would cover the candles. */
const TEXT_FROM_SPACING = 4;
const GAP = 9;

/** Where a trade was opened and closed, joined by a thin line, with reason, R and result at its exit. */
export class TradeMarks extends Drawing {
  private marks: readonly TradeMark[] = [];
  private look: ChartLook;
  /** Open time of the bar that a moment lies in. */
  private barOf: (ms: number) => number;
  private readonly marksView = view((target) => this.draw(target), 'top');

  constructor(look: ChartLook, barOf: (ms: number) => number) {
    super();
    this.look = look;
    this.barOf = barOf;
  }

  setLook(look: ChartLook): void {
    this.look = look;
    this.redraw();
  }

  setMarks(marks: readonly TradeMark[]): void {
    this.marks = marks;
    this.redraw();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this.marksView];
  }

  /** Null before the first bar that is loaded. */
  private x(ms: number): number | null {
    const bar = this.barOf(ms);
    if (Number.isNaN(bar)) return null;
    return this.host?.chart.timeScale().timeToCoordinate(chartTime(bar)) ?? null;
  }

  private draw(target: Target): void {
    const { host } = this;
    if (host === undefined) return;
    const spacing = host.chart.timeScale().options().barSpacing;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.font = `600 10.5px ${this.look.font}`;
      context.textBaseline = 'middle';
      let textEnd = Number.NEGATIVE_INFINITY;
      let textY = 0;
      const inOrder = [...this.marks].sort((a, b) => a.entryMs - b.entryMs);
      for (const mark of inOrder) {
        const x = this.x(mark.entryMs);
        const y = host.series.priceToCoordinate(mark.entryPrice);
        if (y === null || (x !== null && (x < -400 || x > mediaSize.width))) continue;
        if (x !== null) this.triangle(context, x, y, mark.side);
        const exitX = mark.exitMs === undefined ? null : this.x(mark.exitMs);
        const exitY = mark.exitPrice === undefined ? null : host.series.priceToCoordinate(mark.exitPrice);
        if (exitX === null || exitY === null) continue;
        const ink = mark.tone === 'up' ? this.look.up : mark.tone === 'down' ? this.look.down : this.look.text2;
        if (x !== null) this.join(context, x, y, exitX, exitY, ink);
        this.cross(context, exitX, exitY, ink);
        if (spacing < TEXT_FROM_SPACING) continue;
        const width = context.measureText(mark.text).width;
        if (exitX + 8 < textEnd && Math.abs(exitY - textY) < 13) continue;
        // Where the labels of the lines stand, the text goes to the left of its cross.
        const isBeside = exitX + 8 + width > mediaSize.width - rightRoom(mediaSize.width);
        const textX = isBeside ? exitX - 8 - width : exitX + 8;
        context.textAlign = 'left';
        // Candles and lines shine through only faintly: the words must be read.
        context.fillStyle = this.look.background;
        context.globalAlpha = 0.85;
        context.fillRect(textX - 2, exitY - 7, width + 4, 14);
        context.globalAlpha = 1;
        context.fillStyle = ink;
        context.fillText(mark.text, textX, exitY);
        textEnd = textX + width;
        textY = exitY;
      }
    });
  }

  private triangle(context: CanvasRenderingContext2D, x: number, y: number, side: 'long' | 'short'): void {
    const way = side === 'long' ? 1 : -1;
    const top = y + way * GAP;
    context.fillStyle = this.look.text;
    context.strokeStyle = this.look.background;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x - 5, top + way * 8);
    context.lineTo(x + 5, top + way * 8);
    context.closePath();
    context.fill();
    context.stroke();
  }

  private join(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number, ink: string): void {
    context.strokeStyle = ink;
    context.globalAlpha = 0.7;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  private cross(context: CanvasRenderingContext2D, x: number, y: number, ink: string): void {
    context.lineWidth = 3.5;
    context.strokeStyle = this.look.background;
    for (const pass of [0, 1]) {
      if (pass === 1) {
        context.lineWidth = 1.6;
        context.strokeStyle = ink;
      }
      context.beginPath();
      context.moveTo(x - 3.5, y - 3.5);
      context.lineTo(x + 3.5, y + 3.5);
      context.moveTo(x + 3.5, y - 3.5);
      context.lineTo(x - 3.5, y + 3.5);
      context.stroke();
    }
  }
}
