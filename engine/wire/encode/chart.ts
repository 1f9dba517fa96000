import type { Bar } from '../../domain/bar.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import { toPrice } from '../../domain/contract.ts';
import type { ChartPoint, ChartValues, FormingBar, TickMessage } from '../symbol/chart.ts';
import { chartValues } from '../symbol/chart.ts';
import { toIso } from './units.ts';

/** A closed bar with its indicator values. */
export function encodePoint(spec: ContractSpec, bar: Bar, values: ChartValues | undefined): ChartPoint {
  return { ...encodeForming(spec, bar), ...values };
}

export function encodeTick(spec: ContractSpec, bar: Bar): TickMessage {
  return {
    timestamp: toIso(bar.timeMs),
    open: toPrice(spec, bar.open),
    high: toPrice(spec, bar.high),
    low: toPrice(spec, bar.low),
    close: toPrice(spec, bar.close),
  };
}

export function encodeForming(spec: ContractSpec, bar: Bar): FormingBar {
  return { ...encodeTick(spec, bar), volume: bar.volume };
}

/** Reads a stored point's values; undefined where there are none or they are not what the wire declares. */
export function parseValues(json: string | undefined): ChartValues | undefined {
  if (json === undefined) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return undefined; // a row that another version wrote: the bar is shown without indicators
  }
  const checked = chartValues.safeParse(raw);
  return checked.success ? checked.data : undefined;
}
