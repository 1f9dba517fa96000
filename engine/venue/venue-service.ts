import type { Logger } from '../ports/logger.ts';
import type { TimeMs } from '../domain/units.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';
import type { VenueReply, VenueRequest } from '../wire/link/messages.ts';
import type { SyncVenue } from '../ports/sync-venue.ts';

/** A venue that knows when it is ahead of its file. */
export interface ServedVenue extends SyncVenue {
  readonly broken: boolean;
}

/**
 * Answers the desk's requests, each by one reply and in order. When the file could not be written (locked, full), the
 * venue in memory is ahead of it: it is made anew from the file, and the desk may ask again.
 */
export class VenueService {
  private venue: ServedVenue;
  private readonly reopen: () => ServedVenue;
  private readonly logger: Logger;
  private readonly watch: (timeMs: TimeMs) => readonly WatchQuote[];

  /** @param watch quotes for watchlists, beside the books */
  constructor(reopen: () => ServedVenue, logger: Logger, watch: (timeMs: TimeMs) => readonly WatchQuote[] = () => []) {
    this.reopen = reopen;
    this.logger = logger;
    this.watch = watch;
    this.venue = reopen();
  }

  get lastStep(): number {
    return this.venue.standing().lastStep;
  }

  answer(request: VenueRequest): VenueReply {
    const { id } = request;
    if (request.t !== 'advance') this.logger.debug('request', { t: request.t, id });
    try {
      return { t: 'reply', id, value: this.value(request) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.logger.error(`request ${request.t} failed`, { fault: message });
      if (this.venue.broken) this.venue = this.reopen();
      return { t: 'error', id, message };
    }
  }

  private value(request: VenueRequest): unknown {
    const { venue } = this;
    switch (request.t) {
      case 'advance':
        return venue.advance(request.n) ?? null;
      case 'submit':
        venue.submit(request.commands);
        return null;
      case 'executeNow':
        return venue.executeNow(request.commands);
      case 'entriesAfter':
        return venue.entriesAfter(request.reportSeq);
      case 'steps':
        return venue.steps(request.from, request.to) ?? null;
      case 'bars':
        return venue.bars(request.root, request.fromMs, request.toMs);
      case 'state':
        return venue.state();
      case 'standing':
        return venue.standing();
      case 'watch':
        return this.watch(request.timeMs);
    }
  }
}
