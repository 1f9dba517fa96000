import type { Order } from '../../../engine/domain/order.ts';
import type { JournalRow } from '../../../engine/domain/events.ts';
import { T0, accountOf, accountWith, bookOf, positionOf, quoteOf, rowOf, tradeOf } from './fixtures.ts';
import type { HubRig } from './hub-rig.ts';

const ORIGIN = { by: 'strategy', book: 'MNQ', cause: 'setup' } as const;

export const ENTRY: Order = {
  orderId: 'MNQ-O1',
  book: 'MNQ',
  root: 'MNQ',
  contractId: 'MNQZ6',
  side: 'buy',
  type: 'market',
  role: 'entry',
  qty: 2,
  reducing: false,
  cause: 'close below lower band',
};
const STOP: Order = {
  ...ENTRY,
  orderId: 'MNQ-O2',
  side: 'sell',
  type: 'stop',
  role: 'stop',
  plannedTicks: 83_900,
  parentId: 'MNQ-O1',
  reducing: true,
};

/** Rows of a whole trade: submitted, accepted, filled in two parts, stop working, stopped out. */
export function tradeRows(from: number): JournalRow[] {
  const fill = (fillId: string, orderId: string, side: 'buy' | 'sell', qty: number, priceTicks: number) => ({
    fillId,
    orderId,
    book: 'MNQ',
    root: 'MNQ',
    contractId: 'MNQZ6',
    side,
    qty,
    priceTicks,
    feeCents: 37 * qty,
    timeMs: T0,
  });
  const events: JournalRow['event'][] = [
    { type: 'OrderSubmitted', order: ENTRY, commandId: 'c1', epoch: 1, origin: ORIGIN },
    { type: 'OrderSubmitted', order: STOP, commandId: 'c1', epoch: 1, origin: ORIGIN },
    { type: 'OrderAccepted', orderId: 'MNQ-O1', status: 'working' },
    { type: 'OrderAccepted', orderId: 'MNQ-O2', status: 'suspended' },
    { type: 'OrderFilled', fill: fill(`F${from}-1`, 'MNQ-O1', 'buy', 1, 84_000), leavesQty: 1 },
    { type: 'OrderFilled', fill: fill(`F${from}-2`, 'MNQ-O1', 'buy', 1, 84_004), leavesQty: 0 },
    { type: 'OrderUpdated', orderId: 'MNQ-O2', qty: 2, stopTicks: 83_900 },
    { type: 'OrderFilled', fill: fill(`F${from}-3`, 'MNQ-O2', 'sell', 2, 83_899), leavesQty: 0 },
    {
      type: 'TradeClosed',
      trade: tradeOf(from, { qty: 2, exitReason: 'sl_hit', netCents: -10_448, grossCents: -10_300, feesCents: 148 }),
    },
    {
      type: 'OrderDenied',
      book: 'MES',
      root: 'MES',
      contractId: 'MESZ6',
      side: 'sell',
      qty: 1,
      orderType: 'limit',
      limitTicks: 24_010,
      stopTicks: 24_030,
      reason: 'account_cap',
      detail: '10 of 10',
    },
  ];
  return events.map((event, n) => rowOf(from + n, event));
}

/** Plays a trade: rows, the position while it is open, then flat. */
export function playTrade(rig: HubRig, from: number): void {
  const rows = tradeRows(from);
  const asOf = (seq: number) => ({ asOf: { ...accountOf().asOf, seq } });
  rig.tell(rows.slice(0, 7));
  rig.server.take({
    t: 'account',
    view: accountWith(bookOf('MNQ', { positions: [positionOf({ qty: 2 })] }), {
      ...asOf(from + 6),
      openPnlCents: 500,
      equityCents: 5_000_500,
      dayNetCents: 500,
    }),
  });
  setTimeout(() => {
    rig.tell(rows.slice(7));
    rig.server.take({
      t: 'account',
      view: accountWith(bookOf('MNQ', { dayRealizedCents: -10_448, dayNetCents: -10_448, drawdownCents: 10_948 }), {
        ...asOf(from + 9),
        balanceCents: 4_989_552,
        equityCents: 4_989_552,
        dayNetCents: -10_448,
        dayRealizedCents: -10_448,
      }),
    });
  }, 300);
}

/** Market time goes on: another quote. */
export function moveMarket(rig: HubRig, n: number): void {
  const view = accountOf();
  rig.server.take({
    t: 'account',
    view: {
      ...view,
      asOf: { ...view.asOf, timeMs: T0 + n * 1_000 },
      quotes: ['MNQ', 'MES', 'MGC', 'M6E'].map((root) => {
        const quote = quoteOf(root);
        return {
          ...quote,
          seq: 1 + n,
          timeMs: T0 + n * 1_000,
          lastTicks: quote.lastTicks + (n % 5),
          askTicks: quote.askTicks + (n % 5),
          bidTicks: quote.bidTicks + (n % 5),
        };
      }),
    },
  });
}
