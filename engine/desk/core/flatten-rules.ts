import type { Mode } from '../../domain/book.ts';
import type { FlattenRules } from '../../execution/flatten-machine.ts';
import { FLATTEN_RULES } from '../../execution/flatten-machine.ts';
import { isReal } from './options.ts';

/** A recording has a quote every five seconds: what waits for the next one is not stuck. */
const SIMULATED: FlattenRules = { ...FLATTEN_RULES, closePatienceMs: 10_000 };

export function flattenRules(mode: Mode): FlattenRules {
  return isReal(mode) ? FLATTEN_RULES : SIMULATED;
}
