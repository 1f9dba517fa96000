/** A broken invariant: the process that finds one stops at once (it does not go on with wrong numbers). */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws InvariantError when `condition` is false. The message names what was expected and what was found. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Returns the value when it is there, else throws InvariantError naming `what`. */
export function defined<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new InvariantError(`expected ${what}, found ${String(value)}`);
  return value;
}

/** Returns the integer, else throws InvariantError naming `what`. */
export function integer(value: number, what: string): number {
  if (!Number.isSafeInteger(value)) throw new InvariantError(`expected an integer for ${what}, found ${value}`);
  return value;
}
