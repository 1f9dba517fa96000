import type { ProtectivePrice } from '../domain/order.ts';
import type { Side, Ticks } from '../domain/units.ts';
import { sign } from '../domain/units.ts';

/** The price of a leg once its entry has filled. Offsets lie on the protective side: stop behind, target ahead. */
export function legTicks(price: ProtectivePrice, leg: 'stop' | 'target', entrySide: Side, entryTicks: Ticks): Ticks {
  if ('priceTicks' in price) return price.priceTicks;
  const ahead = leg === 'target' ? 1 : -1;
  return entryTicks + sign(entrySide) * ahead * price.offsetTicks;
}

/** Where a leg is expected before its entry has filled; undefined where that is not known, or is no price. */
export function plannedLegTicks(
  price: ProtectivePrice,
  leg: 'stop' | 'target',
  entrySide: Side,
  referenceTicks: Ticks | undefined,
): Ticks | undefined {
  const ticks = legTicks(price, leg, entrySide, referenceTicks ?? Number.NaN);
  return Number.isSafeInteger(ticks) ? ticks : undefined;
}
