import type { JournalEvent } from '../../domain/events.ts';
import type { OrderNotification } from '../../wire/index.ts';

/** What a row means in the life of an order, in document 004's words; undefined: nothing that it has a word for. */
export function storyOf(event: JournalEvent): OrderNotification['type'] | undefined {
  switch (event.type) {
    case 'OrderSubmitted':
      return 'ORDER_SUBMITTED';
    case 'OrderAccepted':
      return 'ORDER_ACCEPTED';
    case 'OrderFilled':
      return event.leavesQty === 0 ? 'ORDER_EXECUTED' : 'ORDER_PARTIALLY_FILLED';
    case 'OrderCanceled':
      return 'ORDER_CANCELED';
    case 'OrderRejected':
      return 'ORDER_REJECTED';
    case 'OrderDenied':
      return 'ORDER_DENIED';
    case 'OrderExpired':
      return 'ORDER_EXPIRED';
    default:
      return undefined;
  }
}
