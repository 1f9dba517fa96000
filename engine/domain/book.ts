/** A strategy as the account knows it. Number, id and name are fixed by the wire contract. */
export interface StrategyIdentity {
  /** 1 to 63, `strategy_id` on the wire. */
  readonly number: number;
  /** "MNQ", "MGC-PO3": id of the strategy, of its symbol server and of its book. */
  readonly id: string;
  /** "MNQ-WINNER": display name and prefix of trade ids. */
  readonly name: string;
  readonly kind: 'winner' | 'po3';
  /** Contract root it trades. */
  readonly root: string;
}

/** Orders and positions belong to a book: a strategy's id, or one of these. */
export const MANUAL_BOOK = 'MANUAL';
export const EXTERNAL_BOOK = 'EXTERNAL';
export type BookId = string;

export const STRATEGIES: readonly StrategyIdentity[] = [
  { number: 1, id: 'MNQ', name: 'MNQ-WINNER', kind: 'winner', root: 'MNQ' },
  { number: 2, id: 'MES', name: 'MES-WINNER', kind: 'winner', root: 'MES' },
  { number: 3, id: 'MGC', name: 'MGC-WINNER', kind: 'winner', root: 'MGC' },
  { number: 4, id: 'M6E', name: 'M6E-WINNER', kind: 'winner', root: 'M6E' },
  { number: 5, id: 'MGC-PO3', name: 'MGC-PO3', kind: 'po3', root: 'MGC' },
];

/** RUN: trades. EXITS_ONLY: protection and exits, no entries. HALTED: flat, and no orders that add risk. */
export type TradingState = 'RUN' | 'EXITS_ONLY' | 'HALTED';

const STRICTNESS: Readonly<Record<TradingState, number>> = { RUN: 0, EXITS_ONLY: 1, HALTED: 2 };

/** The stricter of two states counts. */
export function stricter(a: TradingState, b: TradingState): TradingState {
  return STRICTNESS[a] >= STRICTNESS[b] ? a : b;
}

export type Mode = 'SIM' | 'REPLAY' | 'PRACTICE' | 'LIVE';
