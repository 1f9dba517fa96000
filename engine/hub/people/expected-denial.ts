import type { JournalEvent } from '../../domain/events.ts';

/**
 * True for a signal that was not taken because somebody stopped or flattens the strategy: what was asked for, and no
 * failure. It stands in the journal and in the life of orders, but nobody is called for it.
 */
export function isExpectedDenial(event: JournalEvent): boolean {
  return event.type === 'OrderDenied' && (event.reason === 'not_running' || event.reason === 'flatten_in_flight');
}
