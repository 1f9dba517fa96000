import type { ChartIndicators } from '../../strategies/chart-indicators.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import type { Direction } from '../../domain/units.ts';

/**
 * What stands beside a bar on the wire, as JSON: prices (not ticks), only what is warm. The names are document 000's;
 * the wire's `chartValues` schema declares them (a test holds the two together).
 */
export function chartPointJson(
  values: ChartIndicators,
  spec: ContractSpec,
  marks: { readonly signal: Direction | null; readonly entry: boolean; readonly exit: boolean },
): string {
  const price = (ticks: number): number => Number((ticks * spec.tickSize).toPrecision(12));
  const point: Record<string, unknown> = { signal: marks.signal };
  if (values.bb !== undefined) {
    point['bbUpper'] = price(values.bb.upper);
    point['bbMiddle'] = price(values.bb.middle);
    point['bbBasis'] = price(values.bb.middle);
    point['bbLower'] = price(values.bb.lower);
  }
  if (values.rsi !== undefined) point['rsi'] = values.rsi;
  if (values.squeeze !== undefined) {
    const momentum = price(values.squeeze.momentum);
    point['ttmMomentum'] = momentum;
    point['squeeze'] = { momentum, squeezeFiring: values.squeeze.on };
  }
  if (marks.entry) point['entry'] = true;
  if (marks.exit) point['exit'] = true;
  return JSON.stringify(point);
}
