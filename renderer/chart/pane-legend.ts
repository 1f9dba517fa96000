import type { IPrimitivePaneView } from 'lightweight-charts';
import type { ChartLook } from '../theme/chart-look.ts';
import { Drawing, view, type Target } from './primitive.ts';
import { stack } from './stack.ts';

export interface LegendPart {
  readonly text: string;
  readonly ink: keyof ChartLook;
  readonly isStrong?: boolean;
  /** A filled dot before the text. */
  readonly dot?: keyof ChartLook;
}

export interface Guide {
  readonly price: number;
  readonly text: string;
}

/** Of a figure on the axis, with a little air. */
const TEXT_HEIGHT = 12;

/** The name and present reading of an indicator's pane at its top left, and guide lines with their figures on the axis. */
export class PaneLegend extends Drawing {
  private parts: readonly LegendPart[] = [];
  private guides: readonly Guide[] = [];
  private look: ChartLook;
  private readonly textView = view((target) => this.drawText(target), 'top');
  private readonly guideView = view((target) => this.drawGuides(target), 'bottom');
  private readonly axisView = view((target) => this.drawAxis(target), 'normal');

  constructor(look: ChartLook) {
    super();
    this.look = look;
  }

  setLook(look: ChartLook): void {
    this.look = look;
    this.redraw();
  }

  setParts(parts: readonly LegendPart[]): void {
    this.parts = parts;
    this.redraw();
  }

  setGuides(guides: readonly Guide[]): void {
    this.guides = guides;
    this.redraw();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this.guideView, this.textView];
  }

  priceAxisPaneViews(): readonly IPrimitivePaneView[] {
    return [this.axisView];
  }

  private ys(): readonly { guide: Guide; y: number }[] {
    return this.guides.flatMap((guide) => {
      const y = this.host?.series.priceToCoordinate(guide.price) ?? null;
      return y === null ? [] : [{ guide, y }];
    });
  }

  private drawText(target: Target): void {
    target.useMediaCoordinateSpace(({ context }) => {
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      let x = 14;
      for (const part of this.parts) {
        if (part.dot !== undefined) {
          context.fillStyle = this.look[part.dot];
          context.beginPath();
          context.arc(x + 4, 12, 4, 0, 2 * Math.PI);
          context.fill();
          x += 12;
        }
        context.font = `${part.isStrong ? 500 : 400} 12px ${this.look.font}`;
        context.fillStyle = this.look[part.ink];
        context.fillText(part.text, x, 12.5);
        x += context.measureText(part.text).width + 5;
      }
    });
  }

  private drawGuides(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.strokeStyle = this.look.line;
      context.lineWidth = 1;
      context.setLineDash([4, 3]);
      for (const { y } of this.ys()) {
        context.beginPath();
        context.moveTo(0, Math.round(y) + 0.5);
        context.lineTo(mediaSize.width, Math.round(y) + 0.5);
        context.stroke();
      }
      context.setLineDash([]);
    });
  }

  private drawAxis(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.font = `400 11px ${this.look.font}`;
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      context.fillStyle = this.look.text3;
      const wishes = this.ys().map(({ guide, y }) => ({ item: guide.text, wish: y, height: TEXT_HEIGHT }));
      for (const { item, at } of stack(wishes, 0, mediaSize.height)) context.fillText(item, 8, Math.round(at) + 0.5);
    });
  }
}
