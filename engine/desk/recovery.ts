import type { MarketStanding } from '../domain/broker.ts';
import type { Logger } from '../ports/logger.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { VenueLink } from './venue-link.ts';
import { ofDuty } from '../domain/origin.ts';
import { StartRefusal } from './start-refusal.ts';

/** A venue whose file is new has played no step. So many quiet ones of the journal it plays again (a minute's). */
const MOST_AGAIN = 240;

/**
 * After a power loss one of the two files may be some quiet steps behind the other (steps without orders and fills are
 * not flushed one by one). A venue that is behind plays them again; one that is ahead repeats its answers. A journal
 * that has steps which this venue can never have played is not this venue's: throws StartRefusal.
 */
export async function level(
  core: DeskCore,
  found: MarketStanding,
  venue: Pick<VenueLink, 'advance' | 'standing'>,
  logger: Logger,
): Promise<MarketStanding> {
  if (found.lastStep >= core.step) return found;
  const hadOrders = core.ledger.books().some(({ orderCount }) => orderCount > 0);
  if (found.lastStep <= 0 && (hadOrders || core.step > MOST_AGAIN))
    throw notTogether(
      `pitwall.db stands at step ${core.step} of ${core.options.journal.identity.run}, venue.db knows nothing of it`,
    );
  logger.warn(`the venue stands at step ${found.lastStep}, the journal at ${core.step}: playing them again`);
  for (let n = found.lastStep + 1; n <= core.step; n += 1) {
    const report = await venue.advance(n);
    if (report === undefined)
      throw notTogether(`the data end in venue.db before step ${core.step}, at which pitwall.db stands`);
  }
  const standing = await venue.standing();
  if (standing.lastStepEndMs === core.endMs) return standing;
  const [ours, theirs] = [core.endMs, standing.lastStepEndMs].map((timeMs) => new Date(timeMs).toISOString());
  throw notTogether(`step ${core.step} ends at ${ours} in pitwall.db, at ${theirs} in venue.db`);
}

function notTogether(found: string): StartRefusal {
  return new StartRefusal(
    `${found}. The two files of a data folder belong together: put back the venue.db that was beside this pitwall.db, or begin anew in another folder (--data-dir). Neither was changed.`,
  );
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
