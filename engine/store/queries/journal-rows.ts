import type { JournalRow } from '../../domain/events.ts';
import type { StoredRow } from '../schema/journal-row.ts';
import { STORED_ROW_COLUMNS, toJournalRow } from '../schema/journal-row.ts';
import { journalId } from '../schema/packing.ts';
import type { StoreReader } from './store-reader.ts';

export interface JournalTailQuery {
  /** Rows with a greater sequence number. */
  readonly afterSeq?: number;
  /** The newest so many. */
  readonly limit: number;
  readonly run?: number;
}

/** The newest rows of the journal, in order. */
export function readJournalTail(reader: StoreReader, query: JournalTailQuery): readonly JournalRow[] {
  const run = query.run ?? reader.presentRun();
  const rows = reader
    .sql(`SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE id > ? AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(journalId(run, query.afterSeq ?? 0), journalId(run + 1, 0), query.limit) as StoredRow[];
  return rows.reverse().map(toJournalRow);
}

const PAGE_ROWS = 2_000;

/** All rows of a run in order, page by page: for the export. */
export function* allJournalRows(reader: StoreReader, run: number): Iterable<JournalRow> {
  let after = journalId(run, 0);
  for (;;) {
    const rows = reader
      .sql(`SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE id > ? AND id < ? ORDER BY id LIMIT ${PAGE_ROWS}`)
      .all(after, journalId(run + 1, 0)) as StoredRow[];
    for (const row of rows) yield toJournalRow(row);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
