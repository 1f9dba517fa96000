import type { AccountView } from './views.ts';
import type { Ticks } from './units.ts';
import { sign } from './units.ts';

/**
 * Price of a contract, in ticks, at which the room to the daily loss limit would be used up if only this contract moved:
 * mark - room / (net quantity x tick value), rounded toward the mark. All books that hold the contract count together.
 * Null where no limit is set, or where the books stand opposite and no move of this contract can use it up. An estimate
 * for the eye: the limit itself also counts the exit's cost.
 */
export function limitPriceTicks(account: Pick<AccountView, 'roomCents' | 'books'>, root: string): Ticks | null {
  const { roomCents } = account;
  if (roomCents === null) return null;
  const held = account.books.flatMap(({ positions }) => positions.filter((position) => position.root === root));
  const first = held[0];
  const net = held.reduce((sum, { direction, qty }) => sum + sign(direction) * qty, 0);
  if (first === undefined || net === 0 || first.markTicks === null) return null;
  const move = Math.floor(Math.max(0, roomCents) / (Math.abs(net) * first.contract.tickValueCents));
  return first.markTicks - Math.sign(net) * move;
}
