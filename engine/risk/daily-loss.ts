import type { Limit } from './request.ts';
import { entryRiskCents } from './entry-risk.ts';
import { referenceTicks } from './order-shape.ts';
import { sign } from '../domain/units.ts';

/**
 * The entry's own risk (to its stop, with fees and slippage) must fit into what the day may still lose, less what open
 * positions lose when they are stopped and what entries that wait may lose.
 */
export const dailyLoss: Limit = (intent, view) => {
  const { room, quote } = view;
  if (room === undefined || quote === undefined) return undefined;
  if (room.unknownFor !== undefined) {
    return { reason: 'daily_loss', detail: `the room is not known: no price of ${room.unknownFor}` };
  }
  const entry = {
    direction: sign(intent.direction),
    qty: intent.qty,
    entryTicks: referenceTicks(intent, quote),
    stop: intent.stop,
  };
  const riskCents = entryRiskCents(entry, view.spec, view);
  const freeCents = room.leftCents - room.reservedCents;
  if (riskCents <= freeCents) return undefined;
  const reserved = room.reservedCents > 0 ? `, ${dollars(room.reservedCents)} of it reserved for what is open` : '';
  return {
    reason: 'daily_loss',
    detail: `risk ${dollars(riskCents)}, room ${dollars(room.leftCents)} dollars${reserved}`,
  };
};

function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}
