import type { Limit } from './request.ts';
import { sign } from '../domain/units.ts';

/** The entry's own risk (to its stop, with fees and slippage) must fit into what the day may still lose. */
export const dailyLoss: Limit = (intent, view) => {
  if (view.roomCents === undefined || view.quote === undefined) return undefined;
  const direction = sign(intent.direction);
  const reference =
    intent.order.type === 'limit' ? intent.order.limitTicks : direction > 0 ? view.quote.askTicks : view.quote.bidTicks;
  const distance =
    'offsetTicks' in intent.stop ? intent.stop.offsetTicks : direction * (reference - intent.stop.priceTicks);
  const riskTicks = distance + 2 * view.slippageTicks;
  const riskCents = intent.qty * (riskTicks * view.spec.tickValueCents + 2 * view.feePerSideCents);
  return riskCents > view.roomCents
    ? {
        reason: 'daily_loss',
        detail: `risk ${(riskCents / 100).toFixed(2)}, room ${(view.roomCents / 100).toFixed(2)} dollars`,
      }
    : undefined;
};
