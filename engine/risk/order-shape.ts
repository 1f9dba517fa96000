import type { EntryIntent, Limit, RiskView } from './request.ts';
import type { Ticks } from '../domain/units.ts';
import { sign } from '../domain/units.ts';
import { stopDistance } from './entry-risk.ts';

/** Price at which an entry is expected to fill: its limit, else the far side; undefined without a quote. */
export function referenceTicks(intent: EntryIntent, quote: NonNullable<RiskView['quote']>): Ticks;
export function referenceTicks(intent: EntryIntent, quote: RiskView['quote']): Ticks | undefined;
export function referenceTicks(intent: EntryIntent, quote: RiskView['quote']): Ticks | undefined {
  if (intent.order.type === 'limit') return intent.order.limitTicks;
  if (quote === undefined) return undefined;
  return intent.direction === 'long' ? quote.askTicks : quote.bidTicks;
}

/** Quantities are whole and positive, targets add up, prices are on the right side, and there is a stop. */
export const orderShape: Limit = (intent, view) => {
  if (!Number.isSafeInteger(intent.qty) || intent.qty <= 0) {
    return { reason: 'bad_quantity', detail: `expected a positive whole number, found ${intent.qty}` };
  }
  const targetQty = intent.targets.reduce((sum, target) => sum + target.qty, 0);
  if (intent.targets.length > 0 && targetQty !== intent.qty) {
    return { reason: 'bad_quantity', detail: `targets add up to ${targetQty}, the entry is ${intent.qty}` };
  }
  if (intent.stop === undefined) return { reason: 'no_stop', detail: 'an entry needs a protective stop' };
  if (view.quote === undefined) return undefined;
  const direction = sign(intent.direction);
  const reference = referenceTicks(intent, view.quote);
  if (!Number.isSafeInteger(reference))
    return { reason: 'bad_price', detail: `entry price ${reference} is not on a tick` };
  const distance = stopDistance({ direction, entryTicks: reference, stop: intent.stop });
  if (!Number.isSafeInteger(distance)) return { reason: 'bad_price', detail: 'the stop is not on a tick' };
  const spread = view.quote.askTicks - view.quote.bidTicks;
  const least = Math.max(4, 2 * spread);
  if (distance < least) return { reason: 'stop_too_close', detail: `stop is ${distance} ticks away, least ${least}` };
  for (const target of intent.targets) {
    const gain =
      'offsetTicks' in target.price ? target.price.offsetTicks : direction * (target.price.priceTicks - reference);
    if (!Number.isSafeInteger(gain) || gain <= 0) {
      return { reason: 'bad_price', detail: `a target lies ${gain} ticks from the entry, expected beyond it` };
    }
  }
  return undefined;
};
