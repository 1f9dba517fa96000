import type { ProtectivePrice } from '../domain/order.ts';
import type { Side, Ticks } from '../domain/units.ts';
import { sign } from '../domain/units.ts';

/** The price of a leg once its entry has filled. Offsets lie on the protective side: stop behind, target ahead. */
export function legTicks(price: ProtectivePrice, leg: 'stop' | 'target', entrySide: Side, entryTicks: Ticks): Ticks {
  if ('priceTicks' in price) return price.priceTicks;
  const ahead = leg === 'target' ? 1 : -1;
  return entryTicks + sign(entrySide) * ahead * price.offsetTicks;
}
