import { CANCEL_REASONS, REJECT_REASONS } from '../domain/reasons.ts';

/** Words for the codes that an order's `reason` may carry: why the venue refused it, why it was canceled. */
export const ORDER_REASONS: Readonly<Record<string, string>> = { ...REJECT_REASONS, ...CANCEL_REASONS };
