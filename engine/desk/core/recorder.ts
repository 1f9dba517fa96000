import type { BookId } from '../../domain/book.ts';
import type { JournalEvent, JournalRow } from '../../domain/events.ts';
import type { Receipt } from '../../domain/commands.ts';
import type { LogLine } from '../../domain/run.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Commit, Journal } from '../../ports/journal.ts';
import type { Ledger } from '../../execution/ledger.ts';
import { JournalUnavailable } from '../../ports/journal.ts';

const DURABLE: ReadonlySet<JournalEvent['type']> = new Set<JournalEvent['type']>([
  'OrderSubmitted',
  'CancelSubmitted',
  'ModifySubmitted',
  'OrderFilled',
  'StateChanged',
  'CommandAccepted',
  'FlattenStarted',
]);

type Extra = Pick<Commit, 'bars' | 'points' | 'snapshots' | 'pnlSeconds' | 'pnlMinutes' | 'pnlDays'>;
const NOTHING: Extra = { bars: [], points: [], snapshots: [], pnlSeconds: [], pnlMinutes: [], pnlDays: [] };

/**
 * Where facts are numbered, folded into the ledger and handed to the journal. A row is in the ledger as soon as it is
 * recorded, and in the file with the next commit; nobody outside the desk hears of it before.
 */
export class Recorder {
  seq: number;
  /** The step whose message will carry new rows to the engines. */
  deliverStep: number;
  step: number;
  stepEndMs: TimeMs;
  /** False after a commit failed because the file is locked or full: no new risk until one succeeds. */
  available = true;
  private readonly ledger: Ledger;
  private readonly journal: Journal;
  private rows: JournalRow[] = [];
  private logs: LogLine[] = [];
  private receipts: Receipt[] = [];
  private extra: Extra = NOTHING;
  /** Rows that wait for the next message to the engines. */
  private outbox: JournalRow[] = [];

  constructor(ledger: Ledger, journal: Journal, start: { seq: number; step: number; stepEndMs: TimeMs }) {
    this.ledger = ledger;
    this.journal = journal;
    this.seq = start.seq;
    this.step = start.step;
    this.stepEndMs = start.stepEndMs;
    this.deliverStep = start.step + 1;
    // An act in the middle of a step that was never finished is told with the step after that one.
    this.outbox = [...journal.rowsOfSteps(start.step, start.step + 2)];
  }

  record(event: JournalEvent, timeMs: TimeMs, book: BookId | null, interactive = false): JournalRow {
    this.seq += 1;
    const row: JournalRow = { seq: this.seq, step: this.deliverStep, timeMs, book, interactive, event };
    this.ledger.apply(row);
    this.rows.push(row);
    this.outbox.push(row);
    return row;
  }

  log(line: LogLine): void {
    this.logs.push(line);
  }

  receipt(receipt: Receipt): void {
    this.receipts.push(receipt);
  }

  add(some: Partial<Extra>): void {
    const extra = { ...NOTHING, ...some };
    this.extra =
      this.extra === NOTHING
        ? extra
        : {
            bars: [...this.extra.bars, ...extra.bars],
            points: [...this.extra.points, ...extra.points],
            snapshots: [...this.extra.snapshots, ...extra.snapshots],
            pnlSeconds: [...this.extra.pnlSeconds, ...extra.pnlSeconds],
            pnlMinutes: [...this.extra.pnlMinutes, ...extra.pnlMinutes],
            pnlDays: [...this.extra.pnlDays, ...extra.pnlDays],
          };
  }

  /** Takes the rows that this step's messages carry; what comes after belongs to the next step. */
  takeOutbox(step: number): readonly JournalRow[] {
    const rows = this.outbox.filter((row) => row.step <= step);
    this.outbox = this.outbox.filter((row) => row.step > step);
    this.deliverStep = step + 1;
    return rows;
  }

  /** Rows recorded and not yet in the file. */
  uncommitted(): readonly JournalRow[] {
    return this.rows;
  }

  /**
   * Writes everything recorded so far. Returns what may now be published, or undefined when the file could not be written
   * (nothing is lost: the next commit carries it).
   */
  commit(
    step: number,
    stepEndMs: TimeMs,
    deskState: string,
  ): { rows: readonly JournalRow[]; logs: readonly LogLine[] } | undefined {
    try {
      this.journal.commit({
        step,
        stepEndMs,
        rows: this.rows,
        logs: this.logs,
        receipts: this.receipts,
        ...this.extra,
        deskState,
        durable: this.rows.some((row) => DURABLE.has(row.event.type)),
      });
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error;
      this.available = false;
      return undefined;
    }
    this.available = true;
    this.step = step;
    this.stepEndMs = stepEndMs;
    const published = { rows: this.rows, logs: this.logs };
    this.rows = [];
    this.logs = [];
    this.receipts = [];
    this.extra = NOTHING;
    return published;
  }
}
