import type { Logger } from '../ports/logger.ts';
import type { TimeMs } from '../domain/units.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';
import type { VenueReply, VenueRequest } from '../wire/link/messages.ts';
import type { VenueCore } from './core/venue.ts';

/**
 * Answers the desk's requests, each by one reply and in order. When the file could not be written (locked, full), the
 * venue in memory is ahead of it: it is made anew from the file, and the desk may ask again.
 */
export class VenueService {
  private venue: VenueCore;
  private readonly reopen: () => VenueCore;
  private readonly logger: Logger;
  private readonly watch: (timeMs: TimeMs) => readonly WatchQuote[];

  /** @param watch quotes for watchlists, beside the books */
  constructor(reopen: () => VenueCore, logger: Logger, watch: (timeMs: TimeMs) => readonly WatchQuote[] = () => []) {
    this.reopen = reopen;
    this.logger = logger;
    this.watch = watch;
    this.venue = reopen();
  }

  get lastStep(): number {
    return this.venue.state().lastStep;
  }

  answer(request: VenueRequest): VenueReply {
    const { id } = request;
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
      case 'reportsAfter':
        return venue.reportsAfter(request.reportSeq);
      case 'steps':
        return venue.steps(request.from, request.to);
      case 'state':
        return venue.state();
      case 'watch':
        return this.watch(request.timeMs);
    }
  }
}
