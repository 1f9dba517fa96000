import type { MarketStanding } from '../domain/broker.ts';
import type { Logger } from '../ports/logger.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { VenueLink } from './venue-link.ts';
import { ofDuty } from '../domain/origin.ts';

/**
 * After a power loss one of the two files may be some quiet steps behind the other (steps without orders and fills are
 * not flushed one by one). A venue that is behind plays them again; one that is ahead repeats its answers. A journal
 * that has steps which this venue can never have played is of another run: throws.
 */
export async function level(
  core: DeskCore,
  found: MarketStanding,
  venue: VenueLink,
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

/** What the venue did at once while nobody listened, and commands whose answer is missing. */
export async function catchUp(core: DeskCore, venue: VenueLink): Promise<void> {
  const entries = await venue.entriesAfter(core.lastReportSeq);
  const later = entries.findIndex(({ step }) => step > core.step);
  const now = later === -1 ? entries : entries.slice(0, later);
  if (now.length > 0) {
    core.applyImmediate(now);
    core.commitAct();
  }
  const unanswered = core.unanswered();
  if (unanswered.length > 0) await venue.submit(unanswered);
}

/** Acts in it are not in the journal: a person must see that, also one who was not there when it was logged. */
export function tellSpillSetAside(core: DeskCore, path: string): void {
  const text = `the spill did not fit the journal and lies in ${path}: compare orders and positions with the broker's`;
  core.act(ofDuty('desk', ''), true).alarm('spill_set_aside', text);
  core.commitAct();
}
