import { z } from 'zod';
import { DENIAL_REASONS, EXIT_REASONS, REJECT_REASONS } from '../../domain/reasons.ts';
import { factsOf, type OfContract } from '../../domain/catalog.ts';
import { formatPrice } from '../../domain/contract.ts';
import { scopeName } from '../../domain/scope.ts';
import type { JournalRow } from '../../domain/events.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import { type NotificationMessage, NOTIFICATION_TYPES } from '../../wire/index.ts';
import {
  ALARM_SEVERITY,
  dollarText,
  encodeExitReason,
  encodeOrderReason,
  encodeStandingReason,
  toDollars,
} from '../../wire/encode/index.ts';
import { isExpectedDenial } from './expected-denial.ts';
import type { HubRows } from './hub-rows.ts';

export const NOTICES_TABLE = 'notifications';
export const READ_TABLE = 'notifications_read';
const MOST = 2_000;

/** A notification that is in no journal: it is kept as a row of its own. */
export const noticeRow = z.object({
  type: z.enum(NOTIFICATION_TYPES),
  title: z.string(),
  message: z.string(),
  priority: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  timestamp: z.number(),
  metadata: z.record(z.string(), z.unknown()),
});
export type NoticeRow = z.infer<typeof noticeRow>;

/** By user: ids of notifications that were read, the newest. */
export const readRow = z.object({ ids: z.array(z.string()) });
export type ReadRow = z.infer<typeof readRow>;

type Notice = NoticeRow & { readonly id: string };

/**
 * Notifications of the account. Those about orders, trades, states and alarms follow from the journal, row by row, so
 * that a restart has them again; only what was read, and what is in no journal, is written.
 */
export class Notifications {
  private readonly rows: HubRows<NoticeRow>;
  private readonly read: HubRows<ReadRow>;
  private held: Notice[] = [];
  private count = 0;

  constructor(rows: HubRows<NoticeRow>, read: HubRows<ReadRow>) {
    this.rows = rows;
    this.read = read;
  }

  /** Takes what the file has; to be called when the journal's tail was told. */
  load(): void {
    for (const [id, row] of this.rows.entries()) this.held.push({ id, ...row });
    this.held = this.held.toSorted((a, b) => a.timestamp - b.timestamp).slice(-MOST);
  }

  /** The notification of a row, when it is one and new. */
  fromRow(row: JournalRow): NotificationMessage | undefined {
    const notice = noticeOf(row);
    if (notice === undefined) return undefined;
    const id = `n-${row.seq}`;
    if (this.held.some((each) => each.id === id)) return undefined;
    return this.add({ id, ...notice });
  }

  /** The notification of a row that was told before. */
  find(seq: number): NotificationMessage | undefined {
    const notice = this.held.find((each) => each.id === `n-${seq}`);
    return notice === undefined ? undefined : message(notice, false, OWNER_ID);
  }

  /** One that is in no journal. */
  own(wallMs: number, notice: Omit<NoticeRow, 'timestamp'>): NotificationMessage {
    this.count += 1;
    const id = `w-${wallMs}-${this.count}`;
    const row = { ...notice, timestamp: wallMs };
    this.rows.putSoon(id, row);
    return this.add({ id, ...row });
  }

  list(userId: string, { unread, limit }: { readonly unread: boolean; readonly limit: number }): NotificationMessage[] {
    const read = new Set(this.read.get(userId)?.ids);
    return this.held
      .filter(({ id }) => !unread || !read.has(id))
      .slice(-limit)
      .map((notice) => message(notice, read.has(notice.id), userId));
  }

  /** False when there is no such notification. */
  async markRead(userId: string, id: string): Promise<boolean> {
    if (!this.held.some((notice) => notice.id === id)) return false;
    const ids = this.read.get(userId)?.ids ?? [];
    if (!ids.includes(id)) await this.read.put(userId, { ids: [...ids, id].slice(-MOST) });
    return true;
  }

  async markAllRead(userId: string): Promise<void> {
    await this.read.put(userId, { ids: this.held.map(({ id }) => id) });
  }

  private add(notice: Notice): NotificationMessage {
    this.held.push(notice);
    if (this.held.length > MOST) {
      const dropped = this.held.shift();
      if (dropped?.id.startsWith('w-') === true) this.rows.removeSoon(dropped.id);
    }
    return message(notice, false, OWNER_ID);
  }
}

function message(notice: Notice, read: boolean, userId: string): NotificationMessage {
  const { id, type, title, message: text, priority, timestamp, metadata } = notice;
  return { id, userId, type, title, message: text, priority, read, timestamp, metadata };
}

/** "1.1610": with all of the contract's decimals, as prices stand elsewhere. */
function priceText(of: OfContract, ticks: number): string {
  return formatPrice(factsOf(of), ticks);
}

const PRIORITY = { info: 'LOW', warning: 'MEDIUM', error: 'HIGH' } as const;

/** What a journal row notifies of; undefined: nothing. Pure, so that a restart gives the same. */
export function noticeOf(row: JournalRow): NoticeRow | undefined {
  const { event, timeMs } = row;
  const notice = (
    type: NoticeRow['type'],
    title: string,
    text: string,
    priority: NoticeRow['priority'],
    metadata: Record<string, unknown>,
  ): NoticeRow => ({ type, title, message: text, priority, timestamp: timeMs, metadata });
  switch (event.type) {
    case 'OrderFilled': {
      const { fill } = event;
      const text = `${fill.side} ${fill.qty} ${fill.contractId} @ ${priceText(fill, fill.priceTicks)} (${fill.book})`;
      return notice('ORDER_FILLED', 'Order filled', text, 'MEDIUM', {
        orderId: fill.orderId,
        fillId: fill.fillId,
        strategy: fill.book,
      });
    }
    case 'OrderRejected':
      return notice('ORDER_REJECTED', 'Order rejected', `${event.orderId}: ${REJECT_REASONS[event.reason]}`, 'HIGH', {
        orderId: event.orderId,
        ...encodeOrderReason(event.reason, event.detail),
      });
    case 'OrderDenied': {
      if (isExpectedDenial(event)) return undefined;
      const text = `${event.side} ${event.qty} ${event.contractId} (${event.book}): ${DENIAL_REASONS[event.reason]}`;
      return notice('ORDER_DENIED', 'Order denied', text, 'LOW', {
        strategy: event.book,
        ...encodeOrderReason(event.reason, event.detail),
      });
    }
    case 'TradeClosed': {
      const { trade } = event;
      const net = toDollars(trade.netCents);
      const text = `${trade.book} ${trade.direction} ${trade.qty} ${trade.contractId}: ${trade.netCents > 0 ? '+' : ''}${dollarText(trade.netCents)} (${EXIT_REASONS[trade.exitReason]})`;
      return notice('TRADE_CLOSED', 'Trade closed', text, 'MEDIUM', {
        tradeId: trade.tradeId,
        strategy: trade.book,
        pnl: net,
        ...encodeExitReason(trade.exitReason),
      });
    }
    case 'FlattenEnded':
      return event.verified
        ? notice('FLATTENED', 'Flat', `${scopeName(event.scope)}: verified at the venue`, 'HIGH', {
            scope: scopeName(event.scope),
          })
        : notice('FLATTENED', 'Flatten given up', `${scopeName(event.scope)}: NOT verified at the venue`, 'HIGH', {
            scope: scopeName(event.scope),
          });
    case 'StateChanged': {
      const text = `${scopeName(event.scope)}: ${event.from.replace('_', ' ')} to ${event.to.replace('_', ' ')}, ${event.reason.replaceAll('_', ' ')}`;
      return notice('STATE_CHANGED', 'State changed', text, event.to === 'HALTED' ? 'HIGH' : 'LOW', {
        scope: scopeName(event.scope),
        state: event.to,
        ...encodeStandingReason(event.reason),
      });
    }
    case 'Alarm':
      return notice(
        'RISK_ALERT',
        event.code.replaceAll('_', ' '),
        event.message,
        PRIORITY[ALARM_SEVERITY[event.code]],
        {
          code: event.code,
        },
      );
    case 'RunEnded':
      return notice('SYSTEM', 'Replay ended', 'The recording has ended; the market stands.', 'LOW', {});
    default:
      return undefined;
  }
}
