import fc from 'fast-check';
import type { Bar } from '../../engine/domain/bar.ts';

/** Any possible bar: open and close inside [low, high], volume from 0. */
export function anyBar(timeMs: number): fc.Arbitrary<Bar> {
  return fc
    .record({
      low: fc.integer({ min: 100, max: 100_000 }),
      range: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2_000 })),
      open: fc.double({ min: 0, max: 1, noNaN: true }),
      close: fc.double({ min: 0, max: 1, noNaN: true }),
      volume: fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 50_000 })),
    })
    .map(({ low, range, open, close, volume }) => ({
      timeMs,
      open: low + Math.round(open * range),
      high: low + range,
      low,
      close: low + Math.round(close * range),
      volume,
    }));
}

/** Bars at ascending times on a grid, with gaps. */
export function anyBars(fromMs: number, intervalMs: number, maxLength: number): fc.Arbitrary<Bar[]> {
  return fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength }).chain((steps) => {
    let at = fromMs;
    return fc.tuple(
      ...steps.map((step) => {
        at += step * intervalMs;
        return anyBar(at);
      }),
    );
  });
}
