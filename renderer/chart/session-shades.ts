import type { IPrimitivePaneView } from 'lightweight-charts';
import type { ChartLook } from '../theme/chart-look.ts';
import type { SessionMark } from '../state/line.ts';
import { Drawing, chartTime, view, type Target } from './primitive.ts';

/** Hours outside the regular session are a shade darker; a new trading day has a line and its name. */
export class SessionShades extends Drawing {
  private marks: readonly SessionMark[] = [];
  private look: ChartLook;
  private readonly hasText: boolean;
  private readonly shadesView = view((target) => this.draw(target), 'bottom', true);

  constructor(look: ChartLook, hasText: boolean) {
    super();
    this.look = look;
    this.hasText = hasText;
  }

  setLook(look: ChartLook): void {
    this.look = look;
    this.redraw();
  }

  setMarks(marks: readonly SessionMark[]): void {
    this.marks = marks;
    this.redraw();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return [this.shadesView];
  }

  private draw(target: Target): void {
    const scale = this.host?.chart.timeScale();
    if (scale === undefined) return;
    const half = scale.options().barSpacing / 2;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.font = `400 11px ${this.look.font}`;
      context.textBaseline = 'alphabetic';
      context.textAlign = 'left';
      for (const mark of this.marks) {
        const from = scale.timeToCoordinate(chartTime(mark.fromMs));
        const to = scale.timeToCoordinate(chartTime(mark.toMs));
        if (from === null || to === null || to < 0 || from > mediaSize.width) continue;
        const left = Math.round(from - half);
        if (mark.kind === 'outside') {
          context.fillStyle = this.look.shade;
          const right = mark.isOpen === true ? mediaSize.width : Math.round(to + half);
          context.fillRect(left, 0, right - left, mediaSize.height);
        } else {
          context.fillStyle = this.look.line;
          context.fillRect(left, 0, 1, mediaSize.height);
        }
        if (!this.hasText || mark.text === '') continue;
        context.fillStyle = this.look.text3;
        context.fillText(mark.text, (mark.kind === 'outside' ? Math.round(to + half) : left) + 6, 56);
      }
    });
  }
}
