import { actorOf } from '../../domain/origin.ts';
import { EXIT_REASONS } from '../../domain/reasons.ts';
import { isAccount } from '../../domain/scope.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { EventNotification } from '../../wire/index.ts';
import { ALARM_SEVERITY, dollarText, toIso } from '../../wire/encode/index.ts';

const MARKET_ALARMS = new Set(['feed_stale', 'feed_back']);
const SEVERITY = { info: 'low', warning: 'medium', error: 'high' } as const;

/** Document 004's event of a row; undefined for rows that are none. */
export function happeningOf(row: JournalRow): EventNotification | undefined {
  const { event } = row;
  const timestamp = toIso(row.timeMs);
  switch (event.type) {
    case 'Alarm': {
      const type = MARKET_ALARMS.has(event.code) ? 'MARKET_ALERT' : 'RISK_ALERT';
      const title = event.code.replaceAll('_', ' ');
      return { type, title, message: event.message, severity: SEVERITY[ALARM_SEVERITY[event.code]], timestamp };
    }
    case 'StateChanged': {
      const where = isAccount(event.scope) ? 'Account' : event.scope.book;
      return {
        type: event.to === 'HALTED' ? 'RISK_ALERT' : 'SYSTEM',
        title: `${where}: ${event.to.replace('_', ' ')}`,
        message: `${event.reason.replaceAll('_', ' ')}, by ${actorOf(event.origin)}`,
        severity: event.to === 'HALTED' ? 'high' : 'low',
        timestamp,
      };
    }
    case 'OrderSubmitted': {
      const { order } = event;
      if (order.role !== 'entry') return undefined;
      return {
        type: 'TRADE_SIGNAL',
        title: `${order.book} ${order.side} ${order.qty} ${order.contractId}`,
        message: order.cause,
        severity: 'medium',
        timestamp,
      };
    }
    case 'TradeClosed': {
      const { trade } = event;
      return {
        type: 'TRADE_SIGNAL',
        title: `${trade.book} closed ${trade.direction} ${trade.qty} ${trade.contractId}`,
        message: `${EXIT_REASONS[trade.exitReason]}, net ${dollarText(trade.netCents)}`,
        severity: 'low',
        timestamp,
      };
    }
    case 'ContractRolled':
      return {
        type: 'NEWS_UPDATE',
        title: `${event.root} rolls`,
        message: `${event.book} goes from ${event.from} to ${event.to}`,
        severity: 'low',
        timestamp,
      };
    case 'RunEnded':
      return {
        type: 'SYSTEM',
        title: 'Replay ended',
        message: 'The recording has ended; the market stands.',
        severity: 'low',
        timestamp,
      };
    default:
      return undefined;
  }
}
