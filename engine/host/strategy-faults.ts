import { STRATEGIES } from '../domain/book.ts';
import type { StrategySettings } from '../config/settings.ts';
import { parameterFaults } from '../strategies/registry.ts';

/** Everything that is wrong with presets and parameters, said before anything is started; the desk checks them again. */
export function strategyFaults(strategies: readonly StrategySettings[]): readonly string[] {
  const kindOf = (id: string): string => STRATEGIES.find((identity) => identity.id === id)?.kind ?? id;
  return parameterFaults(strategies.map((own) => ({ ...own, kind: kindOf(own.id) })));
}
