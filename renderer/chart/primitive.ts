import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';

export type Attached = SeriesAttachedParameter<Time>;
export type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** A view that draws with the function given; null: nothing to draw. */
export function view(
  draw: (target: Target) => void,
  zOrder: PrimitivePaneViewZOrder,
  isBackground = false,
): IPrimitivePaneView {
  const renderer: IPrimitivePaneRenderer = isBackground ? { draw: () => undefined, drawBackground: draw } : { draw };
  return { zOrder: () => zOrder, renderer: () => renderer };
}

/** A drawing attached to a series: keeps what it is attached to and asks for a redraw when its data change. */
export abstract class Drawing implements ISeriesPrimitive<Time> {
  protected host: Attached | undefined;

  attached(host: Attached): void {
    this.host = host;
  }

  detached(): void {
    this.host = undefined;
  }

  protected redraw(): void {
    this.host?.requestUpdate();
  }
}

/** A box with rounded corners, path only. */
export function roundedBox(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
}

/** Chart times are seconds. */
export function chartTime(ms: number): Time {
  return Math.floor(ms / 1000) as Time;
}
