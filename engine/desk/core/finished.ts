import type { BookId } from '../../domain/book.ts';
import type { BrokerCommand } from '../../domain/broker.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { LogLine } from '../../domain/run.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { TimeMs } from '../../domain/units.ts';

/** What a finished step gives: commands for the venue and what may be published. */
export interface Finished {
  readonly commands: readonly BrokerCommand[];
  /** undefined: the file could not be written; nothing may be published or sent. Try `retryCommit`. */
  readonly published: Published | undefined;
  readonly views: readonly { readonly book: BookId; readonly view: StrategyView }[];
}

export interface Published {
  readonly step: number;
  readonly endMs: TimeMs;
  readonly rows: readonly JournalRow[];
  readonly logs: readonly LogLine[];
}
