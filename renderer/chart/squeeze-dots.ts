import type {
  CustomData,
  CustomSeriesOptions,
  CustomSeriesPricePlotValues,
  ICustomSeriesPaneRenderer,
  ICustomSeriesPaneView,
  PaneRendererCustomData,
  PriceToCoordinateConverter,
  Time,
  WhitespaceData,
} from 'lightweight-charts';
import { customSeriesDefaultOptions } from 'lightweight-charts';
import type { Target } from './primitive.ts';

/** A dot on the zero line per bar: is the squeeze on. */
export interface SqueezeDot extends CustomData<Time> {
  readonly isOn: boolean;
}

export interface SqueezeDotOptions extends CustomSeriesOptions {
  readonly onColor: string;
  readonly offColor: string;
}

class DotRenderer implements ICustomSeriesPaneRenderer {
  private data: PaneRendererCustomData<Time, SqueezeDot> | undefined;
  private options: SqueezeDotOptions | undefined;

  update(data: PaneRendererCustomData<Time, SqueezeDot>, options: SqueezeDotOptions): void {
    this.data = data;
    this.options = options;
  }

  draw(target: Target, priceToCoordinate: PriceToCoordinateConverter): void {
    const { data, options } = this;
    if (data?.visibleRange == null || options === undefined) return;
    const { from, to } = data.visibleRange;
    target.useMediaCoordinateSpace(({ context }) => {
      const y = priceToCoordinate(0);
      if (y === null) return;
      const radius = Math.min(2, Math.max(1, data.barSpacing * 0.28));
      for (const isOn of [false, true]) {
        context.fillStyle = isOn ? options.onColor : options.offColor;
        context.beginPath();
        for (const bar of data.bars.slice(from, to)) {
          if (bar.originalData.isOn !== isOn) continue;
          context.moveTo(bar.x + radius, y);
          context.arc(bar.x, y, radius, 0, 2 * Math.PI);
        }
        context.fill();
      }
    });
  }
}

export class SqueezeDots implements ICustomSeriesPaneView<Time, SqueezeDot, SqueezeDotOptions> {
  private readonly dots = new DotRenderer();

  renderer(): ICustomSeriesPaneRenderer {
    return this.dots;
  }

  update(data: PaneRendererCustomData<Time, SqueezeDot>, options: SqueezeDotOptions): void {
    this.dots.update(data, options);
  }

  priceValueBuilder(): CustomSeriesPricePlotValues {
    return [0];
  }

  isWhitespace(data: SqueezeDot | WhitespaceData<Time>): data is WhitespaceData<Time> {
    return !('isOn' in data);
  }

  defaultOptions(): SqueezeDotOptions {
    return { ...customSeriesDefaultOptions, onColor: '#eab308', offColor: '#22c55e' };
  }
}
