import type { LogLine } from '../../domain/run.ts';
import type { StoreReader } from './store-reader.ts';

export interface LogQuery {
  /** A book's lines; without it those of all books and of the account. */
  readonly book?: string;
  readonly limit: number;
  readonly run?: number;
}

/** The newest lines of the activity log, oldest first. */
export function readLog(reader: StoreReader, query: LogQuery): readonly LogLine[] {
  const run = query.run ?? reader.presentRun();
  const rows =
    query.book === undefined
      ? reader
          .sql('SELECT time_ms AS timeMs, book, type, message FROM log_lines WHERE run = ? ORDER BY id DESC LIMIT ?')
          .all(run, query.limit)
      : reader
          .sql(
            'SELECT time_ms AS timeMs, book, type, message FROM log_lines WHERE run = ? AND book = ? ORDER BY id DESC LIMIT ?',
          )
          .all(run, query.book, query.limit);
  return (rows as LogLine[]).reverse();
}
