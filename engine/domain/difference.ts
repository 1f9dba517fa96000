import type { ClientOrderId, ContractId, VenueOrderId } from './ids.ts';
import type { BookId } from './book.ts';
import type { Cents, Quantity, Ticks } from './units.ts';

/** What stands at the price or size of a resting order. */
export interface OrderTerms {
  readonly qty: Quantity;
  readonly limitTicks?: Ticks;
  readonly stopTicks?: Ticks;
}

/** One point in which our books and the venue's are not the same. */
export type Difference =
  /** Net quantity of a contract over all our books. */
  | { readonly kind: 'position'; readonly contractId: ContractId; readonly ours: number; readonly venues: number }
  /** Open with us, not at the venue. */
  | { readonly kind: 'order_gone'; readonly orderId: ClientOrderId; readonly book: BookId }
  /** Open at the venue, not with us. */
  | {
      readonly kind: 'order_unknown';
      readonly orderId: ClientOrderId | VenueOrderId;
      readonly contractId: ContractId;
      readonly qty: Quantity;
    }
  /** Open at both with another price or size: moved by hand, or an update was lost. */
  | {
      readonly kind: 'order_changed';
      readonly orderId: ClientOrderId;
      readonly book: BookId;
      readonly ours: OrderTerms;
      readonly venues: OrderTerms;
    }
  /** Balance less the cost of what is open, so that it does not matter who nets what. */
  | { readonly kind: 'money'; readonly oursCents: Cents; readonly venuesCents: Cents };

/** What the desk did about it. */
export const DIFFERENCE_ACTS = {
  booked: 'our books follow the venue',
  adopted: 'the book EXTERNAL takes it',
  canceled: 'it is canceled at the venue',
  watched: 'nothing could be done; entries are blocked',
} as const;
export type DifferenceAct = keyof typeof DIFFERENCE_ACTS;

/** The same difference has the same key, however its figures move. */
export function differenceKey(difference: Difference): string {
  switch (difference.kind) {
    case 'position':
      return `position:${difference.contractId}`;
    case 'order_gone':
    case 'order_unknown':
    case 'order_changed':
      return `${difference.kind}:${difference.orderId}`;
    case 'money':
      return 'money';
  }
}

/** Both figures, in words. */
export function differenceWords(difference: Difference): string {
  switch (difference.kind) {
    case 'position':
      return `${difference.contractId}: our books hold ${difference.ours}, the venue ${difference.venues}`;
    case 'order_gone':
      return `order ${difference.orderId} is open with us and not at the venue`;
    case 'order_unknown':
      return `order ${difference.orderId} over ${difference.qty} ${difference.contractId} is open at the venue and not with us`;
    case 'order_changed':
      return `order ${difference.orderId}: with us ${termsWords(difference.ours)}, at the venue ${termsWords(difference.venues)}`;
    case 'money':
      return `balance less open cost: ours ${dollars(difference.oursCents)}, the venue's ${dollars(difference.venuesCents)} dollars`;
  }
}

function termsWords({ qty, limitTicks, stopTicks }: OrderTerms): string {
  const price = stopTicks ?? limitTicks;
  return price === undefined ? `${qty}` : `${qty} at tick ${price}`;
}

function dollars(cents: Cents): string {
  return (cents / 100).toFixed(2);
}
