import type { MarketNote } from '../../domain/broker.ts';
import type { Mode, StrategyIdentity } from '../../domain/book.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Journal } from '../../ports/journal.ts';
import type { RiskSettings, StrategySettings, VenueSettings } from '../../config/settings.ts';

export interface DeskStrategy {
  readonly identity: StrategyIdentity;
  readonly settings: StrategySettings;
}

export interface DeskOptions {
  readonly mode: Mode;
  readonly risk: RiskSettings;
  readonly venue: VenueSettings;
  readonly strategies: readonly DeskStrategy[];
  readonly calendar: Calendar;
  /** What the market says of itself: lines of a new run's log. */
  readonly notes?: readonly MarketNote[];
  readonly journal: Journal;
  readonly epoch: number;
  readonly speed: number | 'max';
  /** False while days are played in advance: roll-ups only, and commits once per closed bar. */
  readonly recordSeconds: boolean;
  /** True: a commit may wait until a bar closes (an interrupted run is done anew). */
  readonly deferCommits: boolean;
  /** Reads what the core wrote of itself; text is parsed at the edges only. */
  readonly parse: (json: string) => unknown;
}

/** People's own money or a firm's account hangs on it: what was stopped stays stopped until a person starts it. */
export function isReal(mode: Mode): boolean {
  return mode === 'PRACTICE' || mode === 'LIVE';
}
