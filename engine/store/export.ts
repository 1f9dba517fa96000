import type { ClientOrderId, ContractId } from '../domain/ids.ts';
import type { Bar } from '../domain/bar.ts';
import { actorOf } from '../domain/origin.ts';
import { scopeName } from '../domain/scope.ts';
import type { AlarmCode, JournalEvent, JournalRow } from '../domain/events.ts';
import type { Order } from '../domain/order.ts';
import { InvariantError } from '../domain/assert.ts';
import { ExportIds } from './export-ids.ts';
import { canonicalJson } from './schema/chain.ts';

export interface ExportBar {
  readonly contractId: ContractId;
  readonly bar: Bar;
}

/**
 * The canonical export of a run: JSON lines of what happened in the market's time, the same bytes however the run was
 * executed: at any speed, in one process or many, killed and restarted on the way. First the journal in its order, then
 * the bars by contract and time. No wall time, process, path, epoch, name of run or account; ids are counters per book.
 *
 * @param rows all rows of the run, in order
 * @param bars its closed bars by contract id (code point order), then time
 */
export function* exportLines(rows: Iterable<JournalRow>, bars: Iterable<ExportBar>): Iterable<string> {
  const ids = new ExportIds();
  for (const row of rows) {
    const line = lineOf(row, ids);
    if (line !== undefined) yield canonicalJson({ n: row.step, t: row.timeMs, ...line });
  }
  let last: ExportBar | undefined;
  for (const entry of bars) {
    checkOrder(last, entry);
    last = entry;
    const { timeMs, open, high, low, close, volume } = entry.bar;
    yield canonicalJson({ k: 'bar', contract: entry.contractId, t: timeMs, bar: [open, high, low, close, volume] });
  }
}

/**
 * Alarms that follow from the market alone. The others tell of the machine (a locked file, a crash loop), or go by the
 * clock on the wall.
 */
const MARKET_ALARMS: Readonly<Record<AlarmCode, boolean>> = {
  feed_stale: true,
  feed_back: true,
  unprotected: true,
  protection_failed: true,
  late_fill: true,
  books_differ: true,
  unknown_order: true,
  order_in_doubt: true,
  bars_differ: true,
  room_unknown: true,
  daily_loss_near: true,
  external_position: true,
  flatten_stuck: false,
  venue_failing: false,
  venue_back: false,
  venue_silent: false,
  venue_heard: false,
  file_locked: false,
  file_back: false,
  spill_set_aside: false,
  engine_crash_loop: false,
  process_failing: false,
  process_back: false,
};

type Line = { readonly k: string } & Readonly<Record<string, unknown>>;

/** What the export says of a row; undefined: nothing. Fields that are left out are those the head comment names. */
function lineOf(row: JournalRow, ids: ExportIds): Line | undefined {
  const { event } = row;
  switch (event.type) {
    case 'RunStarted':
      return { k: 'run', mode: event.mode, startBalanceCents: event.startBalanceCents };
    case 'RunEnded':
      return { k: 'run_ended', reason: event.reason };
    case 'DayStarted':
      return { k: 'day', tradingDay: event.tradingDay };
    case 'StrategyJoined':
      return { k: 'joined', book: event.book, contract: event.contractId };
    case 'StrategyDropped':
      return { k: 'dropped', book: event.book };
    case 'ContractRolled':
      return { k: 'roll', book: event.book, from: event.from, to: event.to };
    case 'BookOpened': {
      const { id, number, kind, roots } = event.identity;
      return { k: 'book', id, number, kind, roots };
    }
    case 'CommandAccepted':
      // The speed says when something happens, never what.
      if (event.kind === 'set-speed' || event.kind === 'next-trade') return undefined;
      return {
        k: 'command',
        kind: event.kind,
        scope: scopeName(event.scope),
        lane: event.lane,
        actor: actorOf(event.origin),
      };
    case 'StateChanged':
      return stateLine(event);
    case 'BlockRaised':
    case 'BlockLifted':
      return blockLine(event);
    case 'DifferenceFound':
      return { k: 'difference', difference: event.difference, act: event.act };
    case 'DifferenceOver':
      return { k: 'difference_over', key: event.key, how: event.how };
    case 'BalanceAdjusted':
      return { k: 'adjusted', cents: event.cents };
    case 'Quarantined':
      return { k: 'quarantined', kind: event.entry.kind, why: event.why };
    case 'PositionAdopted':
    case 'PositionReleased': {
      const { fillId: _fill, orderId: _order, ...fill } = event.fill;
      const k = event.type === 'PositionAdopted' ? 'adopted' : 'released';
      return { k, id: ids.next(fill.book, 'E'), ...fill };
    }
    case 'FileLost':
    case 'FileBack':
      return undefined;
    case 'FlattenStarted': {
      const scope = scopeName(event.scope);
      return { k: 'flatten', id: ids.flatten(event.flattenId, scope), scope, reason: event.reason };
    }
    case 'FlattenEnded':
      return { k: 'flattened', id: ids.flatten(event.flattenId, scopeName(event.scope)), verified: event.verified };
    case 'TradeClosed': {
      const { tradeId: _id, ...trade } = event.trade;
      return { k: 'trade', id: ids.next(trade.book, 'T'), ...trade };
    }
    case 'SpeedChanged':
      return undefined;
    case 'Alarm':
      return MARKET_ALARMS[event.code] ? { k: 'alarm', code: event.code, book: event.book } : undefined;
    default:
      return orderLine(event, row.book ?? '', ids);
  }
}

function stateLine(event: Extract<JournalEvent, { type: 'StateChanged' }>): Line {
  const { scope, from, to, reason, untilMs, origin } = event;
  return { k: 'state', scope: scopeName(scope), from, to, reason, untilMs, actor: actorOf(origin) };
}

/** What blocks because of the machine (a locked file) is not of the market. */
function blockLine(event: Extract<JournalEvent, { type: 'BlockRaised' | 'BlockLifted' }>): Line | undefined {
  const { scope, code, subject } = event.type === 'BlockRaised' ? event.block : event;
  if (code === 'file') return undefined;
  return { k: event.type === 'BlockRaised' ? 'block' : 'unblock', scope: scopeName(scope), code, subject };
}

type OrderEvent = Extract<
  JournalEvent,
  {
    type:
      | 'OrderSubmitted'
      | 'ForeignOrderSeen'
      | 'OrderDenied'
      | 'CancelSubmitted'
      | 'ModifySubmitted'
      | 'OrderAccepted'
      | 'OrderUpdated'
      | 'OrderRejected'
      | 'CommandRejected'
      | 'OrderCanceled'
      | 'OrderExpired'
      | 'OrderFilled';
  }
>;

function orderLine(event: OrderEvent, book: string, ids: ExportIds): Line {
  const id = (orderId: ClientOrderId): string => ids.order(orderId, book);
  switch (event.type) {
    case 'OrderSubmitted':
      return { k: 'order', ...orderFields(event.order, ids), actor: actorOf(event.origin) };
    case 'ForeignOrderSeen':
      return { k: 'foreign', ...orderFields(event.order, ids) };
    case 'OrderDenied': {
      const { root, contractId, side, qty, orderType, limitTicks, stopTicks, reason } = event;
      const asked = { side, qty, type: orderType, limitTicks, stopTicks };
      return { k: 'denied', book: event.book, root, contractId, ...asked, reason };
    }
    case 'CancelSubmitted':
      return { k: 'cancel', id: id(event.orderId), reason: event.reason, actor: actorOf(event.origin) };
    case 'ModifySubmitted':
      return { k: 'modify', id: id(event.orderId), stopTicks: event.stopTicks, limitTicks: event.limitTicks };
    case 'OrderAccepted':
      return { k: 'accepted', id: id(event.orderId), status: event.status };
    case 'OrderUpdated': {
      const { qty, stopTicks, limitTicks } = event;
      return { k: 'updated', id: id(event.orderId), qty, stopTicks, limitTicks };
    }
    case 'OrderRejected':
      return { k: 'rejected', id: id(event.orderId), reason: event.reason };
    case 'CommandRejected':
      return { k: 'command_rejected', id: id(event.orderId), reason: event.reason };
    case 'OrderCanceled':
      return { k: 'canceled', id: id(event.orderId), reason: event.reason };
    case 'OrderExpired':
      return { k: 'expired', id: id(event.orderId) };
    case 'OrderFilled': {
      const { fillId: _id, orderId, ...fill } = event.fill;
      return { k: 'fill', id: ids.next(fill.book, 'E'), order: id(orderId), ...fill, leavesQty: event.leavesQty };
    }
  }
}

function orderFields(order: Order, ids: ExportIds): Readonly<Record<string, unknown>> {
  const { orderId, parentId, bracket, ...plain } = order;
  const name = (id: string): string => ids.order(id, order.book);
  const id = name(orderId);
  const parent = parentId === undefined ? undefined : name(parentId);
  if (bracket === undefined) return { ...plain, id, parent };
  const leg = (given: (typeof bracket)['stop']) => ({ id: name(given.orderId), price: given.price, qty: given.qty });
  const { breakEvenAfterFirstTarget } = bracket;
  return {
    ...plain,
    id,
    parent,
    bracket: { stop: leg(bracket.stop), targets: bracket.targets.map(leg), breakEvenAfterFirstTarget },
  };
}

function checkOrder(last: ExportBar | undefined, next: ExportBar): void {
  if (last === undefined || last.contractId < next.contractId) return;
  if (last.contractId === next.contractId && last.bar.timeMs < next.bar.timeMs) return;
  throw new InvariantError(
    `expected bars by contract and time, found ${next.contractId} ${next.bar.timeMs} after ${last.contractId} ${last.bar.timeMs}`,
  );
}
