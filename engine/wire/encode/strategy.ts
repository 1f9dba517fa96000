import type { StrategyIdentity } from '../../domain/book.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { StrategyViewMessage } from '../pitwall/strategy.ts';
import { priceOf, toIso } from './units.ts';

export function encodeStrategyView(
  strategy: StrategyIdentity,
  view: StrategyView,
  timeMs: TimeMs,
): StrategyViewMessage {
  return {
    id: strategy.id,
    number: strategy.number,
    name: strategy.name,
    pendingSetup: view.pendingSetup,
    barsLeft: view.barsLeft,
    phase: view.phase,
    note: view.note,
    levels: view.levels.map((level) => ({
      name: level.name,
      price: priceOf(strategy, level.ticks),
      from: toIso(level.fromMs),
    })),
    timestamp: toIso(timeMs),
  };
}
