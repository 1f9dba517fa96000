import type { Limit } from './request.ts';

/** A book holds one position at a time. */
export const onePosition: Limit = (_intent, view) => {
  if (view.bookNetQty !== 0) return { reason: 'position_open', detail: `the book holds ${view.bookNetQty}` };
  if (view.entryWorking) return { reason: 'position_open', detail: 'an entry of the book is working' };
  return undefined;
};
