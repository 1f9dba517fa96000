import { signedDollars } from '../format/money.ts';
import { plural } from '../format/words.ts';
import type { CockpitState } from './cockpit.ts';
import { bookOf, heldBy } from './select.ts';

/** What a flatten of a strategy would close: "short 2 · −$96.00", "flat · 1 order"; a dash before the desk has told it. */
export function flattenWords(state: CockpitState, id: string): string {
  const book = bookOf(state, id);
  if (book === undefined) return '\u2013';
  const { workingOrders } = book;
  const position = heldBy(book);
  if (position !== undefined)
    return `${position.side} ${position.quantity} \u00b7 ${signedDollars(position.unrealized)}`;
  return workingOrders === 0 ? 'flat' : `flat \u00b7 ${plural(workingOrders, 'order')}`;
}

/** What a flatten of everything would close: "2 positions · +$16.50". */
export function flattenAllWords({ account }: CockpitState): string {
  if (account === undefined) return '\u2013';
  const held = account.books.flatMap((book) => book.positions);
  const orders = account.books.reduce((sum, book) => sum + book.workingOrders, 0);
  if (held.length > 0) return `${plural(held.length, 'position')} \u00b7 ${signedDollars(account.openPnl)}`;
  return orders === 0 ? 'flat' : `flat \u00b7 ${plural(orders, 'order')}`;
}
