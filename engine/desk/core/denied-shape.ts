import type { JournalEvent } from '../../domain/events.ts';
import { entrySide } from '../../domain/units.ts';
import { plannedLegTicks } from '../../execution/leg-price.ts';
import { referenceTicks } from '../../risk/order-shape.ts';
import type { EntryIntent, RiskView } from '../../risk/request.ts';

type Denied = Extract<JournalEvent, { type: 'OrderDenied' }>;
type DeniedShape = Pick<Denied, 'side' | 'qty' | 'orderType' | 'limitTicks' | 'stopTicks'>;

/** What a denied entry asked for. It may have been denied for its shape: a price that is none is left out. */
export function deniedShape(intent: EntryIntent, quote: RiskView['quote']): DeniedShape {
  const { order, direction, qty } = intent;
  const side = entrySide(direction);
  // A strategy may have left it out against its type: that is a denial of its own.
  const stop: EntryIntent['stop'] | undefined = intent.stop;
  const stopTicks = stop === undefined ? undefined : plannedLegTicks(stop, 'stop', side, referenceTicks(intent, quote));
  return {
    side,
    qty,
    orderType: order.type,
    ...(order.type === 'limit' && Number.isSafeInteger(order.limitTicks) ? { limitTicks: order.limitTicks } : {}),
    ...(stopTicks === undefined ? {} : { stopTicks }),
  };
}
