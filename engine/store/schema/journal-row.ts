import type { JournalRow } from '../../domain/events.ts';
import { seqOfJournalId } from './packing.ts';
import { upgradeEvent } from './upgrade-event.ts';

/** A row of table `journal` as SQLite gives it. */
export interface StoredRow {
  readonly id: number;
  readonly step: number;
  readonly time_ms: number;
  readonly book: string | null;
  readonly interactive: number;
  readonly event: string;
  readonly hash: Buffer;
}

export const STORED_ROW_COLUMNS = 'id, step, time_ms, book, interactive, event, hash';

export function toJournalRow(stored: StoredRow): JournalRow {
  return {
    seq: seqOfJournalId(stored.id),
    step: stored.step,
    timeMs: stored.time_ms,
    book: stored.book,
    interactive: stored.interactive === 1,
    // Its hash says that it is what was written; what was written is one version's event.
    event: upgradeEvent(JSON.parse(stored.event) as Parameters<typeof upgradeEvent>[0]),
  };
}
