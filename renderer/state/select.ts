import type { CockpitBook, CockpitPosition, CockpitQuote } from '../../engine/wire/index.ts';
import type { ContractScale } from '../format/distance.ts';
import { contractOf } from './catalog.ts';
import type { CockpitState, SymbolServer } from './cockpit.ts';

/** Questions that several panels ask of the state. */
export function bookOf(state: CockpitState, id: string): CockpitBook | undefined {
  return state.account?.books.find((book) => book.id === id);
}

/** What a strategy's book holds: of one contract at most. */
export function heldBy(book: Pick<CockpitBook, 'positions'> | undefined): CockpitPosition | undefined {
  return book?.positions[0];
}

export function symbolOf(state: CockpitState, id: string): SymbolServer | undefined {
  return state.symbols.find((symbol) => symbol.id === id);
}

export function quoteOf(state: CockpitState, root: string): CockpitQuote | undefined {
  return state.account?.quotes.find((quote) => quote.root === root);
}

export type Scale = ContractScale & { readonly decimals: number | undefined };

const UNKNOWN_SCALE: Scale = { tickSize: undefined, tickValue: undefined, decimals: undefined };

/** Tick size, tick value and decimals of a contract root, as the engine told them; undefined until it has. */
export function scaleOf(state: CockpitState, root: string): Scale {
  return contractOf(state.catalog, root) ?? UNKNOWN_SCALE;
}

/** "MNQ", "MGC PO3": a strategy as its tab and tile call it. */
export function titleOf(symbol: Pick<SymbolServer, 'root' | 'kind'>): { readonly root: string; readonly kind: string } {
  return {
    root: symbol.root,
    kind: symbol.kind === 'po3' ? 'PO3' : symbol.kind.charAt(0).toUpperCase() + symbol.kind.slice(1),
  };
}

/** In a list, where two strategies share a contract: "MNQ Winner", "MGC PO3". */
export function fullTitle(symbol: Pick<SymbolServer, 'root' | 'kind'>): string {
  const { root, kind } = titleOf(symbol);
  return `${root} ${kind}`;
}

/** How a strategy is called in a command: by root alone where that is enough. */
export function shortTitle(state: CockpitState, id: string): string {
  const symbol = symbolOf(state, id);
  if (symbol === undefined) return id;
  const isShared = state.symbols.some((other) => other.root === symbol.root && other.id !== symbol.id);
  return isShared ? fullTitle(symbol) : symbol.root;
}

/** A book's name in a list: a strategy's title, or MANUAL and EXTERNAL as they are. */
export function bookTitle(state: CockpitState, id: string): string {
  const symbol = symbolOf(state, id);
  return symbol === undefined ? id : fullTitle(symbol);
}

/** Milliseconds of market time since the last quote of a contract. */
export function quoteAgeMs(state: CockpitState, root: string): number | undefined {
  const quote = quoteOf(state, root);
  if (quote === undefined || state.account === undefined) return undefined;
  return Math.max(0, Date.parse(state.account.asOf.time) - Date.parse(quote.timestamp));
}

export function mayFlatten(state: CockpitState): boolean {
  return state.session.role !== 'viewer';
}

export function isOwner(state: CockpitState): boolean {
  return state.session.role === 'owner';
}

export function mayTrade(state: CockpitState): boolean {
  return state.session.role === 'trader' || state.session.role === 'owner';
}
