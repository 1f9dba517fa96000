import type { ToldOptions } from '../../engine/wire/index.ts';

/** The group of the options that belong to no single strategy. */
export const ENGINE = 'Engine';

/** An option or a strategy's parameter as the settings list it. */
export interface OptionRow {
  readonly key: string;
  readonly name: string;
  /** By what else it is given: its flag, or its name in the environment. */
  readonly also: string;
  readonly value: string | null;
  readonly default: string | null;
  readonly isChanged: boolean;
  readonly range: string;
  readonly unit: string | null;
  readonly doc: string;
  /** The value as it stands in a JSON file. */
  readonly json: string;
}

function json(value: string | null): string {
  if (value === null) return 'null';
  return /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(value) ? value : JSON.stringify(value);
}

/** The rows of the engine's options, or of a strategy's parameters. */
export function optionRows(told: ToldOptions, group: string): readonly OptionRow[] {
  const strategy = told.strategies.find(({ id }) => id === group);
  if (strategy !== undefined) {
    return strategy.parameters.map((each) => ({
      ...each,
      key: each.name,
      also: '',
      isChanged: each.value !== each.default,
      json: json(each.value),
    }));
  }
  return told.options.map(({ name, key, flag, env, ...each }) => {
    const names = [key, flag, ...env].filter((one) => one !== null);
    return {
      ...each,
      key: name,
      name: names[0] ?? name,
      also: names.slice(1).join(', '),
      isChanged: each.default !== null && each.value !== null && each.value !== each.default,
      json: json(each.value),
    };
  });
}

/** Rows in which every word stands somewhere. */
export function found(rows: readonly OptionRow[], text: string): readonly OptionRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const told = [row.name, row.also, row.value, row.default, row.range, row.unit, row.doc].join(' ').toLowerCase();
    return words.every((word) => told.includes(word));
  });
}
