import type { JournalEvent } from '../../domain/events.ts';
import type { Handle } from '../schema/handle.ts';
import { upgradeEvent } from '../schema/upgrade-event.ts';

export interface CheckedRun {
  readonly number: number;
  readonly name: string;
  readonly account: string;
  readonly startBalanceCents: number;
  readonly inBulk: boolean;
}

/** A journal row as it lies in the file; the event's text is parsed by `eventOf`. */
export interface RawRow {
  readonly seq: number;
  readonly step: number;
  readonly timeMs: number;
  readonly book: string | null;
  readonly interactive: number;
  readonly event: string;
  readonly hash: Buffer;
}

export function runsOf(db: Handle): readonly CheckedRun[] {
  const rows = db
    .prepare(
      'SELECT number, name, account, start_balance_cents AS startBalanceCents, in_bulk AS inBulk FROM runs ORDER BY 1',
    )
    .all() as (Omit<CheckedRun, 'inBulk'> & { inBulk: number })[];
  return rows.map((row) => ({ ...row, inBulk: row.inBulk === 1 }));
}

const PAGE_ROWS = 2_000;
const SEQ_BITS = 2 ** 33;

/** The journal of a run in the order of its numbers. */
export function* rawRows(db: Handle, run: number): Iterable<RawRow> {
  const page = db.prepare<unknown[], RawRow>(
    `SELECT id - ? AS seq, step, time_ms AS timeMs, book, interactive, event, hash FROM journal
     WHERE id > ? AND id < ? ORDER BY id LIMIT ${PAGE_ROWS}`,
  );
  const base = run * SEQ_BITS;
  let after = base;
  for (;;) {
    const rows = page.all(base, after, base + SEQ_BITS);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = base + last.seq;
  }
}

/** The event, or undefined when the text is not an event. */
export function eventOf(row: RawRow): JournalEvent | undefined {
  try {
    const event: unknown = JSON.parse(row.event);
    const isEvent = typeof event === 'object' && event !== null && 'type' in event && typeof event.type === 'string';
    return isEvent ? upgradeEvent(event as Parameters<typeof upgradeEvent>[0]) : undefined;
  } catch {
    return undefined;
  }
}
