import { signedDollars } from '../format/money.ts';
import { plural } from '../format/words.ts';
import type { CockpitState } from './cockpit.ts';
import { shortTitle } from './select.ts';

/** What became true between two states and is worth a sound, a toast or a desktop notification. */
export interface Happening {
  readonly kind: 'entry' | 'closed' | 'refused' | 'alarm' | 'unverified' | 'verified';
  readonly text: string;
}

/** More at once than this (a fresh connection, a fast simulation) and they are not told one by one. */
const MOST = 3;

/** Market time after which something is old news: what a list brings on connection does not pop up again. */
export const FRESH_MS = 60_000;

/** Did it happen just now, by the market's time? */
export function isFresh(state: CockpitState, iso: string): boolean {
  const told = state.account?.asOf.time;
  return told !== undefined && Date.parse(told) - Date.parse(iso) < FRESH_MS;
}

function entries(before: CockpitState, after: CockpitState): readonly Happening[] {
  if (before.account === undefined || before.account.run !== after.account?.run) return [];
  return (after.account?.books ?? []).flatMap((book) => {
    const was = before.account?.books.find((each) => each.id === book.id)?.positions ?? [];
    const fresh = book.positions.filter(({ tradeId }) => was.every((each) => each.tradeId !== tradeId));
    return fresh.map(
      ({ side, quantity }) => ({ kind: 'entry', text: `${shortTitle(after, book.id)} ${side} ${quantity}` }) as const,
    );
  });
}

/** Happenings from `before` to `after`; empty while the page only learns what was there already. */
export function happenings(before: CockpitState, after: CockpitState): readonly Happening[] {
  if (before === after || before.account === undefined) return [];
  const known = new Set(before.trades.map((trade) => trade.tradeId));
  const newestBefore = before.trades[0]?.exitTime ?? '';
  const closed = after.trades
    .filter((trade) => !known.has(trade.tradeId) && trade.exitTime > newestBefore && isFresh(after, trade.exitTime))
    .map(
      (trade) =>
        ({
          kind: 'closed',
          text: `${shortTitle(after, trade.strategy)} ${signedDollars(trade.pnl)}, ${trade.reason}`,
        }) as const,
    );
  const refusedBefore = new Set(before.orders.filter(isRefused).map((order) => order.orderId));
  const refused = after.orders
    .filter((order) => isRefused(order) && !refusedBefore.has(order.orderId) && isFresh(after, order.updated))
    .map(
      (order) =>
        ({
          kind: 'refused',
          text: `${shortTitle(after, order.strategy)} order ${order.status}: ${order.reason ?? ''}`,
        }) as const,
    );
  const band = after.band !== before.band ? after.band : null;
  const wasBad = before.band?.phase === 'late' || before.band?.phase === 'unverified';
  const isBad = band?.phase === 'late' || band?.phase === 'unverified';
  const ends: readonly Happening[] =
    isBad && !wasBad
      ? [{ kind: 'unverified', text: `Flatten ${shortTitle(after, band.scope)} is not verified` }]
      : band?.phase === 'verified' && before.band?.phase !== 'verified' && band.kind === 'flatten'
        ? [{ kind: 'verified', text: `Flat, verified` }]
        : [];
  return [...entries(before, after).slice(0, MOST), ...closed.slice(0, MOST), ...refused.slice(0, MOST), ...ends];
}

function isRefused(order: CockpitState['orders'][number]): boolean {
  return order.status === 'rejected' || order.status === 'denied';
}

/** What was missed while the page was hidden, the newest trades by name; undefined when nothing was. */
export function missed(before: CockpitState, after: CockpitState): string | undefined {
  const newest = before.trades[0]?.exitTime ?? '';
  const closed = after.trades.filter((trade) => trade.exitTime > newest);
  const alarmed = before.alarms[0]?.timestamp ?? '';
  const alarms = after.alarms.filter((alarm) => alarm.timestamp > alarmed).length;
  if (closed.length === 0 && alarms === 0) return undefined;
  const named = closed
    .slice(0, MOST)
    .map((trade) => `${shortTitle(after, trade.strategy)} ${signedDollars(trade.pnl)}`);
  const list = [...named, ...(closed.length > MOST ? ['…'] : [])].join(', ');
  const parts = [
    closed.length > 0 ? `${plural(closed.length, 'trade')} closed (${list})` : '',
    alarms > 0 ? plural(alarms, 'alert') : '',
  ];
  return `While you were away: ${parts.filter((part) => part !== '').join(', ')}`;
}
