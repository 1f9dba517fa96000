import type { ChartPoint as WirePoint, FormingBar as WireForming, TickMessage } from '../../engine/wire/index.ts';
import type { ChartPoint, FormingBar } from '../state/series.ts';

/** Chart points of the wire as the charts keep them: times as epoch ms, nothing that is not warm. */
export function pointOf(point: WirePoint): ChartPoint {
  const kept: { -readonly [K in keyof ChartPoint]: ChartPoint[K] } = {
    timeMs: Date.parse(point.timestamp),
    open: point.open,
    high: point.high,
    low: point.low,
    close: point.close,
    volume: point.volume,
    entry: point.entry ?? false,
    exit: point.exit ?? false,
  };
  if (point.bbUpper !== undefined) kept.bbUpper = point.bbUpper;
  if (point.bbMiddle !== undefined) kept.bbMiddle = point.bbMiddle;
  if (point.bbLower !== undefined) kept.bbLower = point.bbLower;
  if (point.rsi !== undefined) kept.rsi = point.rsi;
  if (point.ttmMomentum !== undefined) kept.momentum = point.ttmMomentum;
  if (point.squeeze !== undefined) kept.squeezeOn = point.squeeze.squeezeFiring;
  if (point.signal !== undefined && point.signal !== null) kept.signal = point.signal;
  return kept;
}

export function formingOf(bar: TickMessage | WireForming): FormingBar {
  return { timeMs: Date.parse(bar.timestamp), open: bar.open, high: bar.high, low: bar.low, close: bar.close };
}
