import { read, unreadable, type Kind, type Reading } from './kinds.ts';
import { nearest } from './nearest.ts';

/** One entry of an option that has a value per root or per strategy ("--port MES=3400", `"ports": {"MES": 3400}`). */
export interface Keyed<T> {
  readonly key: string;
  readonly value: T;
}

/** The key as it is written here, or why it is none. */
export function knownKey(given: string, keys: readonly string[], what: string): Reading<string> {
  const found = keys.find((key) => key.toLowerCase() === given.trim().toLowerCase());
  if (found !== undefined) return read(found);
  return unreadable(`${what} (${keys.join(', ')})`, `did you mean ${nearest(given, keys)}?`);
}

/** Reads "KEY=VALUE" as a flag gives it. */
export function readPair<T>(text: string, keys: readonly string[], what: string, kind: Kind<T>): Reading<Keyed<T>> {
  const at = text.indexOf('=');
  if (at <= 0) return unreadable(`${what.toUpperCase()}=${kind.argument}, e.g. ${keys[0]}=…`);
  const key = knownKey(text.slice(0, at), keys, `a known ${what}`);
  if (!key.ok) return key;
  const value = kind.fromText(text.slice(at + 1));
  return value.ok ? read({ key: key.value, value: value.value }) : value;
}
