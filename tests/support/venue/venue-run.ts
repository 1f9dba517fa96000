import type { BookId } from '../../../engine/domain/book.ts';
import type { EngineAnswer } from '../../../engine/domain/engine-step.ts';
import type { Intent } from '../../../engine/domain/intent.ts';
import type { SyncVenue } from '../../../engine/ports/sync-venue.ts';
import type { Want } from '../../../engine/desk/core/conduct.ts';
import type { CoreDesk } from '../core-desk.ts';
import { conduct } from '../../../engine/desk/core/conduct.ts';

/** A desk without processes over a venue, conducted as the product does it; a test writes what strategies want. */
export class VenueRun {
  readonly bench: CoreDesk;
  readonly venue: SyncVenue;
  /** What strategies want in the step that comes next. */
  intents: Readonly<Record<BookId, readonly Intent[]>> = {};
  private run: ReturnType<typeof conduct>;
  private wanted: IteratorResult<Want, void>;

  constructor(bench: CoreDesk, venue: SyncVenue) {
    this.bench = bench;
    this.venue = venue;
    this.run = conduct(bench.desk);
    this.wanted = this.run.next();
  }

  /** One step. False: the data have ended, and what follows is done. */
  step(intents: Readonly<Record<BookId, readonly Intent[]>> = {}): boolean {
    this.intents = intents;
    do {
      if (this.wanted.done === true) return false;
      this.wanted = this.run.next(this.meet(this.wanted.value) as never);
    } while (this.wanted.done !== true && this.wanted.value.want !== 'pace');
    return this.wanted.done !== true;
  }

  /** The desk dies between two steps; another one begins from the journal. */
  restart(): void {
    this.bench.restart();
    const { desk } = this.bench;
    this.run = conduct(desk);
    this.wanted = this.run.next();
    const unanswered = desk.unanswered();
    if (unanswered.length > 0) this.venue.submit(unanswered);
  }

  private meet(want: Want): unknown {
    const { venue } = this;
    switch (want.want) {
      case 'advance':
        return venue.advance(want.n);
      case 'entries':
        return venue.entriesAfter(want.after);
      case 'answers':
        return new Map<BookId, EngineAnswer>(
          Object.entries(this.intents).map(([id, intents]) => [
            id,
            { n: this.bench.desk.step + 1, intents, bars: [], points: [], logs: [] },
          ]),
        );
      case 'state':
        return venue.state();
      case 'submit':
        if (want.commands.length > 0) venue.submit(want.commands);
        return undefined;
      case 'execute':
        return venue.executeNow(want.commands);
      case 'pace':
      case 'publish':
      case 'file':
        return undefined;
    }
  }
}
