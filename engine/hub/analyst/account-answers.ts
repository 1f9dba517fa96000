import { formatPrice } from '../../domain/contract.ts';
import { at, type Facts, money, plural, signed } from './facts.ts';
import type { Question } from './question.ts';
import { NO_PICTURE, ofWhat } from './trade-answers.ts';

export function position(facts: Facts, question: Question): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const open = facts
    .books(facts.targets(question))
    .flatMap((book) => book.positions.map((position) => ({ book, position })));
  const where = ofWhat(question);
  if (open.length === 0) return `Flat${where}: no open position.`;
  const lines = open.map(({ book, position: held }) => {
    facts.note({
      kind: 'position',
      text: `${book.name}, trade ${held.tradeId}`,
      symbol: held.contractId,
      ids: [held.tradeId],
    });
    const price = (ticks: number): string => formatPrice(held.contract, ticks);
    /** How far from the mark, and what that is worth. */
    const away = (ticks: number): string => {
      if (held.markTicks === null) return 'how far away is not known';
      const distance = Math.abs(ticks - held.markTicks);
      return `${price(distance)} away, ${money(Math.round(distance * held.contract.tickValueCents * held.qty))}`;
    };
    const stop =
      held.stop === null
        ? 'NO stop'
        : `stop ${price(held.stop.ticks)} (${away(held.stop.ticks)}${held.stop.atVenueSinceMs === undefined ? '; not yet at the broker' : ''})`;
    const [target] = held.targets;
    const next = target === undefined ? 'no open target' : `next target ${price(target.ticks)} (${away(target.ticks)})`;
    const marked =
      held.markTicks === null || held.unrealizedCents === null
        ? 'NO price now, what is open is not known'
        : `marked at ${price(held.markTicks)}: ${signed(held.unrealizedCents)} open`;
    const minutes = Math.max(0, Math.round((facts.nowMs - held.entryMs) / 60_000));
    return `${book.name} is ${held.direction} ${held.qty} ${held.contractId} from ${price(held.averageTicks)}, ${marked}; ${stop}, ${next}; since ${at(held.entryMs)} (${plural(minutes, 'minute')}).`;
  });
  return [`Not flat${where}: ${plural(open.length, 'open position')}.`, ...lines].join('\n');
}

export function limits(facts: Facts): string {
  const view = facts.account();
  if (view === undefined) return NO_PICTURE;
  const limit =
    view.dailyLossLimitCents === null || view.roomCents === null
      ? 'The daily loss limit is off.'
      : `Room to the daily loss limit of ${money(view.dailyLossLimitCents)}: ${money(view.roomCents)} (the day stands at ${signed(view.dayNetCents)}).${view.isAtRisk ? ' More than 80 % of it is used.' : ''}`;
  const margin = `Margin in use about ${money(view.marginCents)}, buying power about ${money(view.buyingPowerCents)}.`;
  return `${limit} Exposure: ${view.exposure} of at most ${view.accountCap} contracts, counted in micros. ${margin}`;
}

export function orders(facts: Facts, question: Question): string {
  const targets = facts.targets(question);
  const open = facts.openOrders.filter(({ book }) => targets === undefined || targets.some(({ id }) => id === book));
  facts.account();
  if (open.length === 0) return `No working orders${ofWhat(question)}.`;
  facts.note({ kind: 'orders', text: plural(open.length, 'open order'), ids: open.map(({ orderId }) => orderId) });
  return open
    .map((order) => {
      const ticks = order.limitTicks ?? order.stopTicks;
      const price = ticks === undefined ? 'market' : `at ${facts.price(order.root, ticks)}`;
      return `${order.orderId}: ${order.side} ${order.qty} ${order.contractId} ${price}, ${order.role}, ${order.status.replace('_', ' ')}`;
    })
    .join('\n');
}
