import type { Flavor } from './flavor.ts';

/** 1 to 63, unique in the account; the key of its rows of P&L. 0 is the account itself. */
export type BookNumber = Flavor<number, 'BookNumber'>;

/** A strategy as the account knows it. Number, id and name are part of the wire and do not change. */
export interface StrategyIdentity {
  /** 1 to 61, `strategy_id` on the wire. */
  readonly number: BookNumber;
  /** "MNQ", "MGC-PO3": id of the strategy, of its symbol server and of its book. */
  readonly id: BookId;
  /** "MNQ-WINNER": display name and prefix of trade ids. */
  readonly name: string;
  readonly kind: 'winner' | 'po3';
  /** Contract root it trades. */
  readonly root: string;
}

/** "MNQ", "MANUAL", "EXTERNAL". */
export type BookId = Flavor<string, 'BookId'>;

/**
 * What keeps positions apart that the broker nets: each strategy has a book, what a person orders by hand is MANUAL, and
 * what stands at the venue without being ours is EXTERNAL.
 */
export interface BookIdentity {
  readonly number: BookNumber;
  readonly id: BookId;
  /** Display name and prefix of trade ids. */
  readonly name: string;
  readonly kind: 'strategy' | 'manual' | 'external';
  /** Contract roots that it trades; empty: any. */
  readonly roots: readonly string[];
}

export const MANUAL: BookIdentity = { number: 62, id: 'MANUAL', name: 'MANUAL', kind: 'manual', roots: [] };
export const EXTERNAL: BookIdentity = { number: 63, id: 'EXTERNAL', name: 'EXTERNAL', kind: 'external', roots: [] };

export const STRATEGIES: readonly StrategyIdentity[] = [
  { number: 1, id: 'MNQ', name: 'MNQ-WINNER', kind: 'winner', root: 'MNQ' },
  { number: 2, id: 'MES', name: 'MES-WINNER', kind: 'winner', root: 'MES' },
  { number: 3, id: 'MGC', name: 'MGC-WINNER', kind: 'winner', root: 'MGC' },
  { number: 4, id: 'M6E', name: 'M6E-WINNER', kind: 'winner', root: 'M6E' },
  { number: 5, id: 'MGC-PO3', name: 'MGC-PO3', kind: 'po3', root: 'MGC' },
];

export function bookOfStrategy({ number, id, name, root }: StrategyIdentity): BookIdentity {
  return { number, id, name, kind: 'strategy', roots: [root] };
}

/** RUN: trades. EXITS_ONLY: protection and exits, no entries. HALTED: no order that adds risk until a stated time; a limit that halts also flattens. */
export type TradingState = 'RUN' | 'EXITS_ONLY' | 'HALTED';

const STRICTNESS: Readonly<Record<TradingState, number>> = { RUN: 0, EXITS_ONLY: 1, HALTED: 2 };

/** The stricter of two states counts. */
export function stricter(a: TradingState, b: TradingState): TradingState {
  return STRICTNESS[a] >= STRICTNESS[b] ? a : b;
}

export type Mode = 'SIM' | 'REPLAY' | 'PRACTICE' | 'LIVE';
