import type { Limit } from './request.ts';

/** No entry without a market: session open, a quote, not stale, before the entries' end. */
export const marketHours: Limit = (_intent, view) => {
  if (!view.marketOpen) return { reason: 'no_market', detail: 'the session is closed' };
  if (view.quote === undefined) return { reason: 'no_market', detail: 'no quote yet' };
  if (view.feedStale) return { reason: 'feed_stale', detail: 'the last quote is too old' };
  if (!view.entriesAllowed) return { reason: 'outside_entry_window', detail: 'entries have ended for this session' };
  return undefined;
};
