import type { OptionName } from './options.ts';

/** One value as it was given in one place, already read. */
export interface Given {
  readonly option: OptionName;
  /** Root or strategy, of an option that has one value per key. */
  readonly key?: string;
  readonly value: unknown;
  /** How to name the place in a message: "--speed", "PORT in .env", "speed in pitwall.json". */
  readonly place: string;
  /** Folder against which a relative path is meant. */
  readonly base: string;
}

/** What is wrong with one given thing. */
export interface Fault {
  /** A line for a person. */
  readonly text: string;
  /** The option concerned, so that nothing is concluded from its absence. */
  readonly option?: OptionName;
}

/** What one place (flags, environment, file) gave. */
export interface Layer {
  readonly given: readonly Given[];
  readonly faults: readonly Fault[];
  /** Said, but no reason not to start. */
  readonly notices: readonly string[];
}

const LONGEST_SHOWN = 60;

/** A fault's line: where, what was expected, and (unless it is a secret) what was found. */
export function faultLine(
  place: string,
  reading: { readonly expected: string; readonly hint?: string },
  found: unknown,
  secret: boolean,
): string {
  const hint = reading.hint === undefined ? '' : `; ${reading.hint}`;
  if (secret) return `${place}: expected ${reading.expected}${hint}`;
  const text = (typeof found === 'string' ? `"${found}"` : JSON.stringify(found)) ?? 'nothing';
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return `${place}: expected ${reading.expected}, found ${short}${hint}`;
}
