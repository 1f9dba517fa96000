import { setTimeout as wait } from 'node:timers/promises';
import type { CockpitBook, FlattenStepMessage, ReceiptMessage } from '../../../engine/wire/index.ts';

/** How a flatten goes: steps with their milliseconds; `isVerified` false leaves the position. */
export interface FlattenScript {
  readonly stepMs: readonly number[];
  readonly isVerified: boolean;
  readonly isSilent: boolean;
  /** It stands before this step and never ends. */
  readonly heldAt?: number;
}

export interface FlightParts {
  readonly id: string;
  readonly scope: string;
  /** What it is to close. */
  readonly books: readonly CockpitBook[];
  readonly tell: (step: FlattenStepMessage) => void;
  readonly flat: (book: CockpitBook) => void;
  readonly nowMs: () => number;
}

/** A flatten by its script: tells each step, closes the books where it is verified, gives the receipt. */
export async function fly(
  { stepMs, isVerified, isSilent, heldAt }: FlattenScript,
  { id, scope, books, tell, flat, nowMs }: FlightParts,
): Promise<ReceiptMessage> {
  const orders = books.reduce((sum, book) => sum + book.workingOrders, 0);
  const quantity = books.flatMap(({ positions }) => positions).reduce((sum, { quantity }) => sum + quantity, 0);
  const texts = [
    'entries blocked',
    `canceled ${orders} orders`,
    quantity === 0 ? 'nothing open' : `closed ${quantity} at market`,
    'venue says flat, 0 working',
  ];
  const names = ['entries_blocked', 'orders_canceled', 'position_closed', 'venue_verified'];
  const steps: ReceiptMessage['steps'] = [];
  let ms = 0;
  for (const [index, text] of texts.entries()) {
    if (isSilent || (!isVerified && index > 1)) break;
    if (index === heldAt) await new Promise(() => undefined);
    await wait(stepMs[index] ?? 10);
    ms += stepMs[index] ?? 10;
    const name = names[index] ?? '';
    steps.push({ name, text, ms: stepMs[index] ?? 10 });
    tell({ id, scope, step: name, text, ms: stepMs[index] ?? 10 });
  }
  if (isSilent || !isVerified) {
    await wait(3_200);
    const held = books.flatMap(({ positions }) => positions.map(({ symbol, quantity }) => `${symbol} ${quantity}`));
    steps.push({
      name: 'not_verified',
      text: `not flat: the venue holds ${held.join(', ')}, ${orders} working`,
      ms: 2_941,
    });
    ms = 3_000;
  } else for (const book of books) flat(book);
  const receipt: ReceiptMessage = {
    id,
    scope,
    actor: 'owner',
    reasonCode: 'manual',
    reason: 'flattened by a person',
    ended: isVerified && !isSilent,
    clock: 'wall',
    steps,
    verified: isVerified && !isSilent,
    positions:
      isVerified && !isSilent
        ? []
        : books.flatMap(({ positions }) => positions.map(({ symbol, quantity }) => ({ symbol, quantity }))),
    workingOrders: isVerified && !isSilent ? 0 : orders,
    ms,
    timestamp: new Date(nowMs()).toISOString(),
  };
  return receipt;
}
