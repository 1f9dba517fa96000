import type { Limit } from './request.ts';

/** Most contracts over the whole account, counted in micros; sizes are added whatever their side. */
export const accountCap: Limit = (intent, view) => {
  const after = view.exposureMicros + intent.qty * view.spec.capWeight;
  return after > view.capMicros
    ? { reason: 'account_cap', detail: `${after} micros with this entry, cap ${view.capMicros}` }
    : undefined;
};
