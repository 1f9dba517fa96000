import type { SymbolConfig } from '../../engine/wire/index.ts';

export type Parameter = readonly [name: string, value: unknown];

/** Parameters that only a demonstration sets: trading outside all hours, a day's plan played every hour. */
const DEMO_MARKS = ['ignoreEntryHours', 'repeatHourly'];
const ENTRY_HOURS = ['entriesFrom', 'entriesUntil'];
const FLAT_BY = 'flatBy';

/** Does a strategy run with the DEMO preset, which trades often to show the cockpit and proves nothing? */
export function isDemo({ parameters }: Pick<SymbolConfig, 'parameters'>): boolean {
  return DEMO_MARKS.some((name) => parameters[name] === true);
}

/** The parameters that a strategy really runs with: what others of them, or a market that never closes, set aside is left out. */
export function parametersInForce(config: Pick<SymbolConfig, 'parameters' | 'hours'>): readonly Parameter[] {
  const { parameters, hours } = config;
  const ignoresHours = isDemo(config);
  const isIdle = (name: string): boolean =>
    (ignoresHours && ENTRY_HOURS.includes(name)) || (hours === 'always' && name === FLAT_BY);
  return Object.entries(parameters).filter(([name]) => !isIdle(name));
}
