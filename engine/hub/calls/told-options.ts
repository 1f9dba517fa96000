import { type Run, shownOptions } from '../../config/shown.ts';
import { STRATEGIES } from '../../domain/book.ts';
import { resolveStrategy } from '../../strategies/registry.ts';
import type { ParameterDoc } from '../../strategies/strategy.ts';
import type { ToldOptions, ToldParameter } from '../../wire/index.ts';

const ZONES = { 'America/Chicago': 'Chicago', 'America/New_York': 'New York' } as const;

function unitOf(doc: ParameterDoc): string | null {
  if (doc.kind === 'number') return doc.unit;
  return doc.kind === 'time' ? `time of day, ${ZONES[doc.zone]}` : null;
}

function rangeOf(doc: ParameterDoc): string {
  switch (doc.kind) {
    case 'number':
      return `${doc.min} to ${doc.max}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return doc.choices.join(', ');
    case 'time':
      return '00:00 to 23:59';
  }
}

function parametersOf(kind: string, preset: string, overrides: unknown): ToldParameter[] {
  const asked = resolveStrategy(kind, preset, overrides);
  const standard = resolveStrategy(kind, preset);
  if (!asked.ok || !standard.ok) return [];
  const values = Object.entries(asked.params);
  const defaults = new Map<string, unknown>(Object.entries(standard.params));
  const docs = new Map<string, ParameterDoc>(Object.entries(asked.strategy.parameters));
  return values.flatMap(([name, value]) => {
    const doc = docs.get(name);
    if (doc === undefined) return [];
    return {
      name,
      doc: doc.doc,
      unit: unitOf(doc),
      range: rangeOf(doc),
      default: String(defaults.get(name)),
      value: String(value),
    };
  });
}

/** The options and parameters of this run with docs and ranges. */
export function tellOptions(run: Run, withPaths: boolean): ToldOptions {
  const strategies = run.settings.strategies.map(({ id, preset, parameters }) => {
    const identity = STRATEGIES.find((strategy) => strategy.id === id);
    return {
      id,
      name: identity?.name ?? id,
      preset,
      parameters: identity === undefined ? [] : parametersOf(identity.kind, preset, parameters),
    };
  });
  const options = shownOptions(run, withPaths).map((option) => ({ ...option, env: [...option.env] }));
  return { options, strategies };
}
