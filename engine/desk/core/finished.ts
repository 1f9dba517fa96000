import type { BookId } from '../../domain/book.ts';
import type { BrokerCommand } from '../../domain/broker.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { LogLine } from '../../domain/run.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { TimeMs } from '../../domain/units.ts';

/** What is durable and may be published. */
export interface Published {
  readonly step: number;
  readonly endMs: TimeMs;
  readonly rows: readonly JournalRow[];
  readonly logs: readonly LogLine[];
}

/** What a finished step, or another try to write it, gives. */
export interface Finished {
  /** Commands for the venue. While the file cannot be written these are the reducing ones; the others wait for it. */
  readonly commands: readonly BrokerCommand[];
  /** undefined: neither file nor spill could be written; nothing may be published. */
  readonly published: Published | undefined;
  readonly views: readonly { readonly book: BookId; readonly view: StrategyView }[];
  /** False: the file cannot be written now. The market of a simulation stands still; try `retryCommit`. */
  readonly inFile: boolean;
}
