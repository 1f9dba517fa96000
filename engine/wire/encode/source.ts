import type { SourceAge, SourceKind } from '../../domain/heard-sources.ts';
import type { SourceMessage } from '../pitwall/source.ts';

const FIGURES: Readonly<Record<SourceKind, (name: string) => string>> = {
  hub: () => 'everything',
  desk: () => 'account, positions, orders, P&L',
  venue: () => 'prices, positions, orders, balance',
  file: () => 'history; market time stands without it',
  engine: (name) => `chart and setup of ${name}; market time waits for it`,
  feed: (name) => `prices and open P&L of ${name}`,
};

/** Ages in seconds, to a tenth. */
export function encodeSources(ages: readonly SourceAge[]): SourceMessage[] {
  return ages.map(({ kind, name, ageMs, budgetMs, standing, because }) => ({
    kind,
    name,
    figures: FIGURES[kind](name),
    ageS: Math.round(ageMs / 100) / 10,
    budgetS: budgetMs === null ? null : Math.ceil(budgetMs / 100) / 10,
    standing,
    because,
  }));
}
