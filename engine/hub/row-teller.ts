import { CANCEL_REASONS, DENIAL_REASONS, REJECT_REASONS } from '../domain/reasons.ts';
import { OWNER_ID } from '../adapters/web/credential.ts';
import type { JournalRow } from '../domain/events.ts';
import type { OrderView } from '../domain/views.ts';
import {
  encodeAlarm,
  encodeCockpitOrder,
  encodeCockpitTrade,
  encodeFill,
  encodeOrderNotification,
  encodeOrderUpdate,
  encodePositions,
  priceOf,
  toIso,
} from '../wire/encode/index.ts';
import { happeningOf } from './happenings.ts';
import type { HubPicture } from './hub-picture.ts';
import type { Notifications } from './notifications.ts';
import { storyOf } from './order-story.ts';
import { type HubIo, type HubSocket, ROOM } from './rooms.ts';

/** Turns journal rows into the documents' events. Each row is told once; nothing here may be dropped for slow readers. */
export class RowTeller {
  private readonly io: HubIo;
  private readonly picture: HubPicture;
  private readonly notifications: Notifications;

  constructor(io: HubIo, picture: HubPicture, notifications: Notifications) {
    this.io = io;
    this.picture = picture;
    this.notifications = notifications;
  }

  tell(row: JournalRow): void {
    if (!this.picture.isNew(row)) return;
    const order = this.picture.apply(row);
    if (order !== undefined) this.order(row, order);
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

  /** A row once more, for a cockpit that was away: our own events only. */
  again(socket: HubSocket, row: JournalRow): void {
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

  private order(row: JournalRow, order: OrderView): void {
    this.io.to(ROOM.orders).emit('order:update', encodeOrderUpdate(order, OWNER_ID));
    this.io.to(ROOM.cockpit).emit('pitwall:order', encodeCockpitOrder(order));
    const story = storyOf(row.event);
    if (story === undefined) return;
    const told = { ...order, reason: reasonText(row) ?? order.reason };
    const fill = row.event.type === 'OrderFilled' ? row.event.fill : undefined;
    this.io.to(ROOM.orders).emit('order:notification', encodeOrderNotification(told, story, row.timeMs, fill));
  }

  private fill(row: JournalRow, order: OrderView | undefined): void {
    if (row.event.type !== 'OrderFilled') return;
    const { fill } = row.event;
    const price = priceOf(fill.root, fill.priceTicks);
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
    const positions = this.picture.view === undefined ? [] : encodePositions(this.picture.view, OWNER_ID);
    this.io.to(ROOM.channel('positions')).emit('position_update', {
      positions,
      count: positions.length,
      timestamp,
      strategy: this.picture.nameOf(fill.book),
      symbol: fill.contractId,
      quantity: fill.qty,
      side: fill.side,
      price,
    });
    this.io.to(ROOM.channel('logs')).emit('log_entry', {
      type: 'trade',
      message: `Trade executed: ${fill.side} ${fill.qty} ${fill.contractId} @ ${price}`,
      time: timestamp,
    });
  }

  private failure(row: JournalRow): void {
    const { event } = row;
    const timestamp = toIso(row.timeMs);
    if (event.type === 'OrderDenied') {
      const signal = { symbol: event.contractId, side: event.side, quantity: event.qty };
      this.io.to(ROOM.trades).emit('trade:failed', { error: reasonText(row) ?? event.reason, signal, timestamp });
    } else if (event.type === 'OrderRejected') {
      const order = this.picture.orders.find(event.orderId);
      if (order === undefined) return;
      const signal = { symbol: order.contractId, side: order.side, quantity: order.qty };
      this.io.to(ROOM.trades).emit('trade:failed', { error: reasonText(row) ?? event.reason, signal, timestamp });
    }
  }
}

/** The reason in a trader's words, with what was found. */
function reasonText({ event }: JournalRow): string | undefined {
  switch (event.type) {
    case 'OrderDenied':
      return withDetail(DENIAL_REASONS[event.reason], event.detail);
    case 'OrderRejected':
      return withDetail(REJECT_REASONS[event.reason], event.detail);
    case 'OrderCanceled':
      return CANCEL_REASONS[event.reason];
    default:
      return undefined;
  }
}

function withDetail(words: string, detail: string): string {
  return detail === '' ? words : `${words}: ${detail}`;
}
