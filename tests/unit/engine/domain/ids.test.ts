import { expect, test } from 'vitest';
import {
  clientOrderId,
  commandId,
  flattenId,
  placingId,
  type ClientOrderId,
  type CommandId,
  type RequestId,
  type VenueOrderId,
} from '../../../../engine/domain/ids.ts';
import type { Cents, Ticks, TimeMs, WallMs } from '../../../../engine/domain/units.ts';

test('ids are as the journal has them', () => {
  const order = clientOrderId('MGC-PO3', 17);
  expect([order, placingId(order), commandId('MNQ', 3), flattenId('account', 41)]).toEqual([
    'MGC-PO3-O17',
    'MGC-PO3-O17',
    'MNQ-C3',
    'account-F41',
  ]);
});

// Read by the compiler alone: a line that compiles where an error is expected fails the types.
test('one id cannot be given for another, nor one unit', () => {
  const order: ClientOrderId = 'MNQ-O1';
  // @ts-expect-error our id is not the venue's
  const venue: VenueOrderId = order;
  // @ts-expect-error an order is not a command
  const command: CommandId = order;
  const request: RequestId = 'a';
  // @ts-expect-error what a client asks is not what the desk sends to the broker
  const sent: CommandId = request;
  const cents: Cents = 250;
  // @ts-expect-error money is not price
  const ticks: Ticks = cents;
  const wallMs: WallMs = 0;
  // @ts-expect-error the clock on the wall is not the market's
  const timeMs: TimeMs = wallMs;
  // What arithmetic gives is a plain number: it takes the name of where it goes.
  const doubled: Cents = cents * 2;
  expect([venue, command, sent, ticks, timeMs, doubled]).toEqual([order, order, request, 250, 0, 500]);
});
