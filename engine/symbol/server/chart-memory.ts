import type { Bar } from '../../domain/bar.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import type { ChartPoint } from '../../wire/index.ts';
import { encodePoint, parseValues } from '../../wire/encode/index.ts';

/** Points that `chartHistory` carries. */
export const HISTORY_POINTS = 500;

/** The last chart points, each encoded once; the whole as one ready frame. */
export class ChartMemory {
  private readonly spec: ContractSpec;
  private points: { readonly bar: Bar; readonly point: ChartPoint; readonly json: string }[] = [];
  private frame: string | undefined;

  constructor(spec: ContractSpec) {
    this.spec = spec;
  }

  /** Adds a closed bar; one of the same time replaces the last (an engine that came back tells it again). */
  add(bar: Bar, values: string | undefined): ChartPoint | undefined {
    const last = this.points.at(-1);
    if (last !== undefined && bar.timeMs < last.bar.timeMs) return undefined;
    const point = encodePoint(this.spec, bar, parseValues(values));
    if (last?.bar.timeMs === bar.timeMs) this.points.pop();
    this.points.push({ bar, point, json: JSON.stringify(point) });
    if (this.points.length > HISTORY_POINTS) this.points.shift();
    this.frame = undefined;
    return point;
  }

  /** The JSON array of all points, built when it is first asked for after a change. */
  get json(): string {
    this.frame ??= `[${this.points.map(({ json }) => json).join(',')}]`;
    return this.frame;
  }

  get all(): readonly ChartPoint[] {
    return this.points.map(({ point }) => point);
  }

  get bars(): readonly Bar[] {
    return this.points.map(({ bar }) => bar);
  }

  get lastBar(): Bar | undefined {
    return this.points.at(-1)?.bar;
  }

  clear(): void {
    this.points = [];
    this.frame = undefined;
  }
}
