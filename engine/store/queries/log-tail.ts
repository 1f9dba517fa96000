import type { LogLine } from '../../domain/run.ts';
import { seqOfJournalId } from '../schema/packing.ts';
import type { StoreReader } from './store-reader.ts';

export interface LogQuery {
  /** A book's lines and the account's; without it those of all books and of the account. */
  readonly book?: string;
  readonly limit: number;
  readonly run?: number;
}

type LogRow = Omit<LogLine, 'seq'> & { readonly id: number };

/** The newest lines of the activity log, oldest first. */
export function readLog(reader: StoreReader, query: LogQuery): readonly LogLine[] {
  const rows = reader
    .sql(
      `SELECT id, time_ms AS timeMs, book, type, message FROM log_lines
       WHERE run = @run AND (@book IS NULL OR book = @book OR book IS NULL) ORDER BY id DESC LIMIT @limit`,
    )
    .all({ run: query.run ?? reader.presentRun(), book: query.book ?? null, limit: query.limit }) as LogRow[];
  return rows.map(({ id, ...line }) => ({ seq: seqOfJournalId(id), ...line })).reverse();
}
