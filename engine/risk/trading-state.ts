import type { Limit } from './request.ts';

/** Entries are taken in RUN only, and never while the book is being flattened or the journal cannot be written. */
export const tradingState: Limit = (_intent, view) => {
  if (view.flattening) return { reason: 'flatten_in_flight', detail: 'a flatten of this book is not finished' };
  if (!view.journalAvailable) return { reason: 'file_locked', detail: 'the journal cannot be written' };
  if (view.state !== 'RUN') return { reason: 'not_running', detail: `state is ${view.state}` };
  return undefined;
};
