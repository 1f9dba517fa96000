import type { CockpitBook, CockpitOrder, CockpitTrade, StrategyViewMessage } from '../../engine/wire/index.ts';
import { distance } from '../format/distance.ts';
import { signedDollars, signedR, tone } from '../format/money.ts';
import { price, ticks } from '../format/price.ts';
import type { ChartLine, TradeMark } from './line.ts';
import { heldBy } from './select.ts';
import type { Scale } from './select.ts';

/** Entry, stop and targets of an open position, in words with quantity, ticks and dollars. */
function positionLines(book: CockpitBook, scale: Scale): readonly ChartLine[] {
  const position = heldBy(book);
  if (position === undefined) return [];
  const line = (id: string, kind: ChartLine['kind'], at: number, text: string): ChartLine => ({
    id,
    kind,
    price: at,
    text,
    axisText: price(at, scale.decimals),
  });
  const color = tone(position.unrealized);
  const entry: ChartLine = {
    ...line(
      'entry',
      'entry',
      position.averagePrice,
      `entry \u00b7 ${position.side} ${position.quantity} \u00b7 ${signedDollars(position.unrealized)}`,
    ),
    ...(color === '' ? {} : { tone: color }),
  };
  const targets = position.targets.map((target) => {
    const way = distance(position.averagePrice, target.price, position.side, target.quantity, scale);
    return line(
      target.orderId,
      'target',
      target.price,
      `target \u00b7 ${target.quantity} \u00b7 ${ticks(way.ticks)} \u00b7 ${signedDollars(way.dollars)}`,
    );
  });
  const limit =
    position.limitPrice === null
      ? []
      : [
          line(
            'limit',
            'limit',
            position.limitPrice,
            `account limit breaks at ${price(position.limitPrice, scale.decimals)}`,
          ),
        ];
  if (position.stop === null) return [...limit, entry, ...targets];
  const { stop } = position;
  const loss = distance(position.averagePrice, stop.price, position.side, stop.quantity, scale);
  const where = stop.atBroker ? 'stop at venue' : 'stop, not yet at venue';
  return [
    ...limit,
    entry,
    ...targets,
    line(stop.orderId, 'stop', stop.price, `${where} \u00b7 ${stop.quantity} \u00b7 ${signedDollars(loss.dollars)}`),
  ];
}

/** Entry orders that wait at the venue. */
function entryOrders(orders: readonly CockpitOrder[], book: string, scale: Scale): readonly ChartLine[] {
  return orders.flatMap((order): readonly ChartLine[] => {
    const at = order.limitPrice ?? order.stopPrice;
    if (order.strategy !== book || order.role !== 'entry' || order.status !== 'working' || at === null) return [];
    return [
      {
        id: order.orderId,
        kind: 'order',
        price: at,
        text: `${order.side} ${order.type} \u00b7 ${order.quantity}`,
        axisText: price(at, scale.decimals),
      },
    ];
  });
}

/** Levels that the strategy shows of itself (PO3's range and sweep). */
function viewLevels(view: StrategyViewMessage | undefined, scale: Scale): readonly ChartLine[] {
  return (view?.levels ?? []).map((level) => ({
    id: `view-${level.name}`,
    kind: 'level',
    price: level.price,
    text: level.name,
    axisText: price(level.price, scale.decimals),
    fromMs: Date.parse(level.from),
  }));
}

export function chartLines(
  book: CockpitBook | undefined,
  orders: readonly CockpitOrder[],
  view: StrategyViewMessage | undefined,
  scale: Scale,
): readonly ChartLine[] {
  const levels = viewLevels(view, scale);
  return book === undefined
    ? levels
    : [...levels, ...entryOrders(orders, book.id, scale), ...positionLines(book, scale)];
}

/** Closed trades of one strategy as marks. */
export function closedMarks(trades: readonly CockpitTrade[], strategy: string): readonly TradeMark[] {
  return trades
    .filter((trade) => trade.strategy === strategy)
    .map((trade): TradeMark => {
      const r = trade.r === null ? '' : ` ${signedR(trade.r)} R`;
      return {
        id: trade.tradeId,
        side: trade.side,
        entryMs: Date.parse(trade.entryTime),
        entryPrice: trade.entryPrice,
        exitMs: Date.parse(trade.exitTime),
        exitPrice: trade.exitPrice,
        text: `${trade.reason}${r}  ${signedDollars(trade.pnl)}`,
        tone: tone(trade.pnl),
      };
    });
}

/** An open position as a mark that has no end yet. */
export function openMark(book: CockpitBook | undefined): TradeMark | undefined {
  const position = heldBy(book);
  if (position === undefined) return undefined;
  return {
    id: position.tradeId,
    side: position.side,
    entryMs: Date.parse(position.entryTime),
    entryPrice: position.averagePrice,
    exitMs: undefined,
    exitPrice: undefined,
    text: '',
    tone: '',
  };
}
