import type { CockpitBook, CockpitPosition } from '../../engine/wire/index.ts';
import { signedDollars } from '../format/money.ts';
import { distance, type ContractScale } from '../format/distance.ts';
import { age, hourMinute, type Zone } from '../format/time.ts';
import { heldBy } from './select.ts';

/** Words about a strategy on its tile. */
export const STATE_WORDS: Readonly<Record<CockpitBook['stateReason'], string>> = {
  by_person: 'by you',
  flattened: 'after a flatten',
  halt_expired: 'halt ended',
  first_run: 'first start',
  engine_dropped: 'engine dropped',
  daily_loss: 'daily loss limit',
};

/** Profit or loss if the stop is hit now, from the entry; undefined without a stop, null where it is not known. */
export function atStop(book: CockpitBook, scale: ContractScale): number | null | undefined {
  const position = heldBy(book);
  return position === undefined ? undefined : lossAtStop(position, scale);
}

/** The same of one position. */
export function lossAtStop(position: CockpitPosition, scale: ContractScale): number | null | undefined {
  if (position.stop === null) return undefined;
  return distance(position.averagePrice, position.stop.price, position.side, position.quantity, scale).dollars;
}

export interface TileNote {
  readonly text: string;
  /** Amber: a person should know. */
  readonly isAmber: boolean;
}

export interface Unheard {
  /** Market ms since the last quote, of a feed that the desk calls stale. */
  readonly quoteAge: number | undefined;
  /** Who is silent: "venue", "feed MGC". */
  readonly silent: string | undefined;
}

/** The one thing worth saying at a tile's corner, the most pressing first. */
export function tileNote(
  book: CockpitBook,
  setup: 'long' | 'short' | null,
  scale: ContractScale,
  zone: Zone,
  { quoteAge, silent }: Unheard,
): TileNote {
  if (book.engine === 'dropped') return { text: 'engine dropped', isAmber: true };
  if (book.engine === 'restarting') return { text: 'engine restarting', isAmber: true };
  if (silent !== undefined) return { text: `${silent} silent`, isAmber: true };
  if (book.engine === 'joining') return { text: 'joining', isAmber: false };
  if (book.feedStale) {
    return { text: quoteAge === undefined ? 'no quote' : `feed stale ${age(quoteAge)}`, isAmber: true };
  }
  if (book.flattening) return { text: 'flattening', isAmber: true };
  if (book.state === 'HALTED') {
    const until = book.stateUntil === null ? '' : ` until ${hourMinute(Date.parse(book.stateUntil), zone)}`;
    return { text: `${STATE_WORDS[book.stateReason]}${until}`, isAmber: true };
  }
  const isBlocked = book.blocks.length > 0 && book.state === 'RUN';
  if (isBlocked && book.positions.length === 0) return { text: 'entries wait', isAmber: true };
  const loss = atStop(book, scale);
  if (loss !== undefined) return { text: `stop ${signedDollars(loss)}`, isAmber: false };
  if (heldBy(book) !== undefined) return { text: 'no stop', isAmber: true };
  if (book.state === 'EXITS_ONLY') return { text: STATE_WORDS[book.stateReason], isAmber: false };
  if (setup !== null) return { text: `setup ${setup}`, isAmber: false };
  return { text: '', isAmber: false };
}
