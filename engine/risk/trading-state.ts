import type { Limit } from './request.ts';

/** Entries are taken in RUN only, and never while the book is being flattened or something is in doubt. */
export const tradingState: Limit = (_intent, view) => {
  if (view.flattening) return { reason: 'flatten_in_flight', detail: 'a flatten of this book is not finished' };
  const [block] = view.blocks;
  if (block !== undefined) return { reason: 'blocked', detail: block };
  if (view.state !== 'RUN') return { reason: 'not_running', detail: `state is ${view.state}` };
  return undefined;
};
