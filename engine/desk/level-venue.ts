import type { MarketStanding } from '../domain/broker.ts';
import type { Logger } from '../ports/logger.ts';
import type { MarketPort } from '../ports/market.ts';
import type { DeskCore } from './core/desk-core.ts';

/**
 * After a power loss one of the two files may be some quiet steps behind the other (steps without orders and fills are
 * not flushed one by one). A venue that is behind plays them again; one that is ahead repeats its answers. A journal
 * that has steps which this venue can never have played is of another run: throws.
 */
export async function levelVenue(
  venue: Pick<MarketPort, 'advance' | 'standing'>,
  core: Pick<DeskCore, 'step' | 'endMs'>,
  found: MarketStanding,
  logger: Logger,
): Promise<MarketStanding> {
  if (found.lastStep >= core.step) return found;
  logger.warn(`the venue stands at step ${found.lastStep}, the journal at ${core.step}: playing them again`);
  for (let n = found.lastStep + 1; n <= core.step; n += 1) {
    const report = await venue.advance(n);
    if (report === undefined) throw new Error(`the venue's data end before step ${core.step} of the journal`);
  }
  const standing = await venue.standing();
  if (standing.lastStepEndMs === core.endMs) return standing;
  throw new Error(`step ${core.step} ends at ${core.endMs} in the journal, at ${standing.lastStepEndMs} at the venue`);
}
