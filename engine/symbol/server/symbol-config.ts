import type { ContractSpec } from '../../domain/contract.ts';
import { toDollars } from '../../wire/encode/index.ts';
import type { SymbolConfig } from '../../wire/index.ts';
import type { SymbolServerDeps } from './symbol-server-deps.ts';

/** Document 000's `config`: the contract as it is now, and the strategy with its parameters. */
export function symbolConfig(
  { strategy, display, parameters, simulated, calendar }: SymbolServerDeps,
  spec: ContractSpec,
  contractId: string,
): SymbolConfig {
  return {
    symbol: contractId,
    bbPeriod: display.bbPeriod,
    bbStdDev: display.bbStdDev,
    rsiPeriod: display.rsiPeriod,
    rsiOversold: display.rsiOversold,
    rsiOverbought: display.rsiOverbought,
    strategyId: strategy.number,
    id: strategy.id,
    strategy: strategy.name,
    tickSize: spec.tickSize,
    tickValue: toDollars(spec.tickValueCents),
    simulated,
    hours: calendar.mode,
    parameters: { ...parameters },
  };
}
