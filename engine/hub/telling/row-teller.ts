import { OWNER_ID } from '../../adapters/web/credential.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { LogLine } from '../../domain/run.ts';
import type { OrderView } from '../../domain/views.ts';
import type { ProcessView } from '../../wire/link/messages.ts';
import {
  encodeAlarm,
  encodeCockpitOrder,
  encodeCockpitTrade,
  encodeFill,
  encodeOrderNotification,
  encodeOrderReason,
  encodeOrderUpdate,
  encodePositions,
  priceOf,
  toIso,
} from '../../wire/encode/index.ts';
import { orderIdOf } from '../../execution/order-fold.ts';
import type { OrderUpdate } from '../../wire/index.ts';
import { happeningOf } from './happenings.ts';
import { encodeLog, type HubPicture } from '../picture/hub-picture.ts';
import type { Notifications } from '../people/notifications.ts';
import { storyOf } from './order-story.ts';
import { isExpectedDenial } from '../people/expected-denial.ts';
import type { OrderTrace } from './order-trace.ts';
import { type HubIo, type HubSocket, ROOM } from './rooms.ts';

type FilledEvent = Extract<JournalRow['event'], { type: 'OrderFilled' }>;

/** Turns journal rows into the documents' events. Each row is told once; nothing here may be dropped for slow readers. */
export class RowTeller {
  private readonly io: HubIo;
  private readonly picture: HubPicture;
  private readonly notifications: Notifications;
  private readonly trace: OrderTrace;
  /** Fills whose `position_update` waits for the account's picture that has them in it. */
  private readonly waiting: { readonly seq: number; readonly event: FilledEvent }[] = [];

  constructor(io: HubIo, picture: HubPicture, notifications: Notifications, trace: OrderTrace) {
    this.io = io;
    this.picture = picture;
    this.notifications = notifications;
    this.trace = trace;
  }

  tell(row: JournalRow): void {
    if (!this.picture.isNew(row)) return;
    this.trace.take(row);
    const before = this.picture.orders.find(orderIdOf(row.event) ?? '');
    const order = this.picture.apply(row);
    if (order !== undefined) this.order(row, order, before);
    this.fill(row, order);
    this.failure(row);
    const { event } = row;
    if (event.type === 'TradeClosed') {
      this.io
        .to(ROOM.cockpit)
        .emit('pitwall:trade', encodeCockpitTrade(event.trade, this.picture.nameOf(event.trade.book)));
    }
    const alarm = encodeAlarm(row);
    if (alarm !== undefined) this.io.to(ROOM.cockpit).emit('pitwall:alarm', alarm);
    const notice = this.notifications.fromRow(row);
    if (notice !== undefined) this.io.to([ROOM.notifications, ROOM.cockpit]).emit('notification', notice);
    const happening = happeningOf(row);
    if (happening !== undefined) this.io.to(ROOM.events(happening.type)).emit('event:notification', happening);
  }

  log(line: LogLine): void {
    this.io.to(ROOM.cockpit).emit('pitwall:log', encodeLog(line));
    const { type, message, timeMs } = line;
    this.io.to(ROOM.channel('logs')).emit('log_entry', { type, message, time: toIso(timeMs) });
  }

  /** The account's picture has changed: fills that are in it are told beside its positions (document 003). */
  pictured(): void {
    const { view } = this.picture;
    if (view === undefined) return;
    this.listed(this.picture.processes);
    const told = this.waiting.filter(({ seq }) => seq <= view.asOf.seq);
    if (told.length === 0) return;
    this.waiting.splice(0, told.length);
    const positions = encodePositions(view, OWNER_ID);
    for (const { event } of told) {
      const { fill } = event;
      this.io.to(ROOM.channel('positions')).emit('position_update', {
        positions,
        count: positions.length,
        timestamp: toIso(fill.timeMs),
        strategy: this.picture.nameOf(fill.book),
        symbol: fill.contractId,
        quantity: fill.qty,
        side: fill.side,
        price: priceOf(fill, fill.priceTicks),
      });
    }
  }

  /** The host's list of processes: those that died are alarms, once there is a market time to tell them at. */
  listed(processes: readonly ProcessView[]): void {
    this.picture.processes = processes;
    if (this.picture.view === undefined) return;
    const alarms = this.picture.processAlarms.take(processes, this.picture.timeMs);
    for (const alarm of alarms) this.io.to(ROOM.cockpit).emit('pitwall:alarm', alarm);
  }

  /** Rows that were told before, once more for a cockpit that was away: our own events, of orders how they stand now. */
  again(socket: HubSocket, rows: readonly JournalRow[]): void {
    const orders = new Set<string>();
    for (const row of rows) {
      this.rowAgain(socket, row);
      const id = orderIdOf(row.event);
      if (id !== undefined) orders.add(id);
    }
    for (const id of orders) {
      const order = this.picture.orders.find(id);
      if (order !== undefined) socket.emit('pitwall:order', encodeCockpitOrder(order));
    }
  }

  private rowAgain(socket: HubSocket, row: JournalRow): void {
    const { event } = row;
    if (event.type === 'TradeClosed')
      socket.emit('pitwall:trade', encodeCockpitTrade(event.trade, this.picture.nameOf(event.trade.book)));
    if (event.type === 'OrderFilled')
      socket.emit('pitwall:fill', encodeFill(event.fill, this.picture.orders.find(event.fill.orderId)?.role));
    const alarm = encodeAlarm(row);
    if (alarm !== undefined) socket.emit('pitwall:alarm', alarm);
    const notice = this.notifications.find(row.seq);
    if (notice !== undefined) socket.emit('notification', notice);
  }

  /** @param before the order as it was before the row */
  private order(row: JournalRow, order: OrderView, before: OrderView | undefined): void {
    const update = encodeOrderUpdate(order, OWNER_ID);
    if (before === undefined || saysMore(update, encodeOrderUpdate(before, OWNER_ID)))
      this.io.to(ROOM.orders).emit('order:update', update);
    if (!isExpectedDenial(row.event)) this.io.to(ROOM.cockpit).emit('pitwall:order', encodeCockpitOrder(order));
    const story = storyOf(row.event);
    if (story === undefined) return;
    const fill = row.event.type === 'OrderFilled' ? row.event.fill : undefined;
    this.io.to(ROOM.orders).emit('order:notification', encodeOrderNotification(order, story, row.timeMs, fill));
  }

  private fill(row: JournalRow, order: OrderView | undefined): void {
    if (row.event.type !== 'OrderFilled') return;
    const { fill } = row.event;
    const price = priceOf(fill, fill.priceTicks);
    const timestamp = toIso(fill.timeMs);
    this.io.to(ROOM.trades).emit('trade:executed', {
      id: fill.fillId,
      symbol: fill.contractId,
      side: fill.side,
      quantity: fill.qty,
      price,
      status: 'filled',
      timestamp,
    });
    this.io.to(ROOM.cockpit).emit('pitwall:fill', encodeFill(fill, order?.role));
    this.waiting.push({ seq: row.seq, event: row.event });
    this.io.to(ROOM.channel('logs')).emit('log_entry', {
      type: 'trade',
      message: `Trade executed: ${fill.side} ${fill.qty} ${fill.contractId} @ ${price}`,
      time: timestamp,
    });
  }

  private failure(row: JournalRow): void {
    const { event } = row;
    if (isExpectedDenial(event)) return;
    if (event.type !== 'OrderDenied' && event.type !== 'OrderRejected') return;
    const what = event.type === 'OrderDenied' ? event : this.picture.orders.find(event.orderId);
    if (what === undefined) return;
    const told = encodeOrderReason(event.reason, event.detail);
    this.io.to(ROOM.trades).emit('trade:failed', {
      error: told.reason,
      // Document 001's own page reads `message` where its table says `error`.
      message: told.reason,
      ...told,
      signal: { symbol: what.contractId, side: what.side, quantity: what.qty },
      timestamp: toIso(row.timeMs),
    });
  }
}

/** Document 002 has fewer words for a status than we: what stays the same in them is told once. */
function saysMore(update: OrderUpdate, before: OrderUpdate): boolean {
  const words = (each: OrderUpdate): string => JSON.stringify({ ...each, timestamp: '' });
  return words(update) !== words(before);
}
