import type { TimeMs } from '../../../domain/units.ts';
import { DAY_MS } from '../../../domain/units.ts';

/** The instruments of one file, and which of them are taken. */
export type Instruments =
  /** One, or one after the other (a continuous contract goes over to the next month): all are taken. */
  | { readonly kind: 'all'; readonly names: readonly string[] }
  /** Several side by side: one is taken. */
  | { readonly kind: 'one'; readonly name: string; readonly names: readonly string[] }
  /** Several side by side, and nothing tells which is meant. */
  | { readonly kind: 'ask'; readonly names: readonly string[] };

/** An instrument with so many times the rows of the next one is the one that is meant. */
const CLEARLY_MORE = 2;

/**
 * Decides which rows belong to the contract. Instruments differ only where they trade at the same time: then it is the
 * one that a person has told, the one that bears the root's name, or the one with by far the most rows.
 */
export function chooseInstrument(
  instrument: readonly string[],
  timeMs: readonly TimeMs[],
  root: string,
  told: string | undefined,
): Instruments {
  const counts = new Map<string, number>();
  for (const name of instrument) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].toSorted((a, b) => b[1] - a[1]).map(([name]) => name);
  if (told !== undefined) return { kind: 'one', name: told, names };
  if (names.length < 2 || !areSideBySide(instrument, timeMs)) return { kind: 'all', names };
  const own = names.filter((name) => bearsRoot(name, root));
  const meant = own.length > 0 ? own : names;
  const [first = '', second] = meant;
  const isClear = second === undefined || (counts.get(first) ?? 0) >= CLEARLY_MORE * (counts.get(second) ?? 0);
  return isClear ? { kind: 'one', name: first, names } : { kind: 'ask', names };
}

/** True when the file goes from one to another and on within a day: a roll goes once, and stays. */
function areSideBySide(instrument: readonly string[], timeMs: readonly TimeMs[]): boolean {
  const order = timeMs.map((_, i) => i).filter((i) => !Number.isNaN(timeMs[i]));
  order.sort((a, b) => (timeMs[a] ?? 0) - (timeMs[b] ?? 0));
  let switchedMs = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < order.length; i += 1) {
    const [before = 0, at = 0] = [order[i - 1], order[i]];
    if (instrument[before] === instrument[at]) continue;
    const now = timeMs[at] ?? 0;
    if (now - switchedMs < DAY_MS) return true;
    switchedMs = now;
  }
  return false;
}

/** "MNQ", "MNQ=F", "MNQ1!", "MNQZ6", "MNQ 12-26", "@MNQ", "CME_MINI:MNQ1!"; not "MNQZ6-MNQH7", which is a spread. */
export function bearsRoot(name: string, root: string): boolean {
  const bare = name.toUpperCase().replace(/^[@/#$]|^[A-Z_]+:/, '');
  if (!bare.startsWith(root)) return false;
  const rest = bare.slice(root.length);
  return rest === '' || /^(?:[FGHJKMNQUVXZ]\d{1,4}|\d?!|=F|[ ._#].*)$/.test(rest);
}
