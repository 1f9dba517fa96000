import { invariant } from '../domain/assert.ts';

/** State of an indicator as plain JSON: what it is with its parameters, its numbers, and its parts' states. */
export interface SavedIndicator {
  readonly id: string;
  readonly numbers: readonly number[];
  readonly parts?: readonly SavedIndicator[];
}

/**
 * What every indicator has besides its own `next(...)`: values are `undefined` until it has seen enough bars, never 0
 * or NaN. `load(save())`, also through JSON, goes on with the same bits.
 */
export interface Indicator {
  /** Name and parameters, "rsi(24)". A state loads only into an indicator of the same id. */
  readonly id: string;
  reset(): void;
  save(): SavedIndicator;
  /** Throws InvariantError when the state is not one of this indicator's. */
  load(saved: unknown): void;
}

/** An indicator of one series of numbers. */
export interface SeriesIndicator extends Indicator {
  /** Takes the next number and returns the new value. */
  next(x: number): number | undefined;
  /** The same without working out the value. */
  push(x: number): void;
  readonly value: number | undefined;
}

/** Throws InvariantError unless `period` is a whole number of at least `min`. Returns it. */
export function validPeriod(period: number, what: string, min = 1): number {
  invariant(
    Number.isSafeInteger(period) && period >= min,
    `${what}: expected a whole period of at least ${min}, found ${period}`,
  );
  return period;
}

/** Throws InvariantError unless `factor` is a finite number above 0. Returns it. */
export function validFactor(factor: number, what: string): number {
  invariant(Number.isFinite(factor) && factor > 0, `${what}: expected a factor above 0, found ${factor}`);
  return factor;
}

/** A leaf's state: its scalars, then its rings. */
export function saveNumbers(id: string, scalars: readonly number[], ...rings: readonly Float64Array[]): SavedIndicator {
  const numbers = [...scalars];
  for (const ring of rings) for (const x of ring) numbers.push(x);
  return { id, numbers };
}

/** Checks a leaf's state, fills the rings, and returns the scalars. */
export function loadNumbers(
  id: string,
  saved: unknown,
  scalarCount: number,
  ...rings: readonly Float64Array[]
): readonly number[] {
  const { numbers } = checkSaved(id, saved);
  const expected = rings.reduce((sum, ring) => sum + ring.length, scalarCount);
  invariant(numbers.length === expected, `${id}: expected ${expected} saved numbers, found ${numbers.length}`);
  let from = scalarCount;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) ring[i] = numbers[from + i] as number;
    from += ring.length;
  }
  return numbers.slice(0, scalarCount);
}

/** A composite's state: that of its parts, and scalars of its own. */
export function saveParts(id: string, parts: readonly Indicator[], scalars: readonly number[] = []): SavedIndicator {
  return { id, numbers: [...scalars], parts: parts.map((part) => part.save()) };
}

/** Loads a composite's parts and returns its scalars. */
export function loadParts(id: string, saved: unknown, parts: readonly Indicator[], scalarCount = 0): readonly number[] {
  const { numbers, parts: states = [] } = checkSaved(id, saved);
  invariant(states.length === parts.length, `${id}: expected ${parts.length} saved parts, found ${states.length}`);
  invariant(numbers.length === scalarCount, `${id}: expected ${scalarCount} saved numbers, found ${numbers.length}`);
  parts.forEach((part, i) => part.load(states[i]));
  return numbers;
}

function checkSaved(id: string, saved: unknown): SavedIndicator {
  const state = saved as SavedIndicator | null | undefined;
  invariant(typeof state === 'object' && state !== null, `${id}: expected a saved state, found ${String(saved)}`);
  invariant(state.id === id, `${id}: expected its own saved state, found that of "${String(state.id)}"`);
  invariant(
    Array.isArray(state.numbers) && state.numbers.every(Number.isFinite),
    `${id}: expected finite saved numbers, found something else`,
  );
  return state;
}
