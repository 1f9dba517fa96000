import type { AlarmCode, JournalEvent, JournalRow } from '../../domain/events.ts';
import type { AlarmMessage } from '../pitwall/machine.ts';
import type { AlertMessage } from '../symbol/status.ts';
import { EXIT_REASONS } from '../../domain/reasons.ts';
import { isAccount, scopeName } from '../../domain/scope.ts';
import { toDollars, toIso } from './units.ts';

export const ALARM_SEVERITY: Readonly<Record<AlarmCode, AlarmMessage['severity']>> = {
  feed_stale: 'warning',
  feed_back: 'info',
  unprotected: 'error',
  protection_failed: 'error',
  late_fill: 'error',
  books_differ: 'error',
  unknown_order: 'error',
  order_in_doubt: 'error',
  bars_differ: 'error',
  flatten_stuck: 'error',
  room_unknown: 'error',
  venue_failing: 'error',
  venue_back: 'info',
  venue_silent: 'error',
  venue_heard: 'info',
  file_locked: 'error',
  file_back: 'info',
  spill_set_aside: 'error',
  engine_crash_loop: 'error',
  process_failing: 'error',
  process_back: 'info',
  external_position: 'warning',
  daily_loss_near: 'warning',
};

/** An alarm row as the cockpit gets it; undefined for other rows. */
export function encodeAlarm(row: JournalRow): AlarmMessage | undefined {
  if (row.event.type !== 'Alarm') return undefined;
  return {
    id: `alarm-${row.seq}`,
    code: row.event.code,
    strategy: row.event.book ?? row.book,
    message: row.event.message,
    severity: ALARM_SEVERITY[row.event.code],
    timestamp: toIso(row.timeMs),
  };
}

function money(cents: number): string {
  return `${cents < 0 ? '-' : ''}$${Math.abs(toDollars(cents)).toFixed(2)}`;
}

/** What of the journal a person should see now, in a line; undefined: nothing. */
export function encodeAlert(event: JournalEvent): AlertMessage | undefined {
  switch (event.type) {
    case 'Alarm':
      return { message: event.message, type: ALARM_SEVERITY[event.code] };
    case 'TradeClosed': {
      const { trade } = event;
      const word = trade.netCents >= 0 ? 'WIN' : 'LOSS';
      return {
        message: `Trade closed: ${trade.direction} ${word} ${money(trade.netCents)} (${EXIT_REASONS[trade.exitReason]})`,
        type: trade.netCents >= 0 ? 'success' : 'error',
      };
    }
    case 'StateChanged':
      return {
        message: `${isAccount(event.scope) ? 'Account' : event.scope.book}: ${event.to.replace('_', ' ')} (${event.reason.replaceAll('_', ' ')})`,
        type: event.to === 'RUN' ? 'success' : event.to === 'HALTED' ? 'error' : 'warning',
      };
    case 'OrderRejected':
      return { message: `Order ${event.orderId} was rejected: ${event.detail}`, type: 'error' };
    case 'FlattenEnded':
      return event.verified
        ? { message: `Flat: ${scopeName(event.scope)}, verified at the venue`, type: 'success' }
        : { message: `Flatten of ${scopeName(event.scope)} was given up, NOT verified`, type: 'error' };
    case 'ContractRolled':
      return { message: `${event.book} rolled from ${event.from} to ${event.to}`, type: 'info' };
    case 'RunEnded':
      return { message: 'The recording has ended; the market stands', type: 'info' };
    default:
      return undefined;
  }
}
