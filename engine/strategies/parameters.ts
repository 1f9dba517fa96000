import { isTimeOfDay } from './trading-hours.ts';
import type { ParameterDoc } from './strategy.ts';

export type ParameterDocs = Readonly<Record<string, ParameterDoc>>;

export type Resolved<P> =
  { readonly ok: true; readonly params: P } | { readonly ok: false; readonly faults: readonly string[] };

/** Lays overrides over a preset. All faults come at once: unknown keys with the nearest right one, wrong kinds, ranges. */
export function overrideParameters<P extends object>(docs: ParameterDocs, preset: P, overrides: unknown): Resolved<P> {
  if (overrides === undefined) return { ok: true, params: preset };
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) {
    return { ok: false, faults: [`expected an object of parameters, found ${describe(overrides)}`] };
  }
  const faults: string[] = [];
  for (const [key, value] of Object.entries(overrides)) {
    const doc = Object.hasOwn(docs, key) ? docs[key] : undefined;
    if (doc === undefined) {
      faults.push(unknownName('parameter', key, Object.keys(docs)));
      continue;
    }
    const fault = parameterFault(doc, value);
    if (fault !== undefined) faults.push(`${key}: ${fault}`);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, params: { ...preset, ...overrides } };
}

/** Why a value does not fit its parameter, or undefined when it does. */
export function parameterFault(doc: ParameterDoc, value: unknown): string | undefined {
  switch (doc.kind) {
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return `expected a number, found ${describe(value)}`;
      if (doc.integer && !Number.isInteger(value)) return `expected a whole number of ${doc.unit}, found ${value}`;
      if (value < doc.min || value > doc.max) {
        return `expected ${doc.min} to ${doc.max} ${doc.unit}, found ${value}`;
      }
      return undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected true or false, found ${describe(value)}`;
    case 'choice':
      return typeof value === 'string' && doc.choices.includes(value)
        ? undefined
        : `expected one of ${doc.choices.join(', ')}, found ${describe(value)}`;
    case 'time':
      return isTimeOfDay(value)
        ? undefined
        : `expected a time of day like 09:30 (${doc.zone}), found ${describe(value)}`;
  }
}

/** 'unknown parameter "rsiperiod"; did you mean "rsiPeriod"?' */
export function unknownName(what: string, found: string, known: readonly string[]): string {
  const nearest = nearestName(found, known);
  const hint = nearest === undefined ? `known: ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `unknown ${what} "${found}"; ${hint}`;
}

/** The known name with the fewest edits from `found`, or undefined when none is near. */
function nearestName(found: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const name of known) {
    const edits = editDistance(found.toLowerCase(), name.toLowerCase());
    if (edits < fewest) [best, fewest] = [name, edits];
  }
  return fewest <= Math.max(2, found.length / 2) ? best : undefined;
}

/** Levenshtein's distance: insertions, deletions and replacements that turn a into b. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
}
