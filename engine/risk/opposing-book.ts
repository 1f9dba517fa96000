import type { Limit } from './request.ts';

/** Two books on one contract do not stand against each other, unless that is allowed. */
export const opposingBook: Limit = (intent, view) => {
  if (view.allowOpposingBooks) return undefined;
  const against = intent.direction === 'long' ? view.otherShort : view.otherLong;
  return against > 0
    ? {
        reason: 'opposing_book',
        detail: `another book is ${intent.direction === 'long' ? 'short' : 'long'} ${against}`,
      }
    : undefined;
};
