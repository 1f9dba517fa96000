import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun } from './read-run.ts';

interface Sums {
  readonly gross: number;
  readonly fees: number;
  readonly trades: number;
  readonly wins: number;
}

type OpenByBook = Readonly<Record<string, number>>;

interface DayRow {
  readonly strategy: number;
  readonly trading_day: string;
  readonly net_cents: number;
  readonly gross_cents: number;
  readonly fees_cents: number;
  readonly trades: number;
  readonly wins: number;
  readonly min_cents: number;
  readonly max_cents: number;
  readonly max_drawdown_cents: number;
}

const NOTHING: Sums = { gross: 0, fees: 0, trades: 0, wins: 0 };

/** Sums of each book and trading day out of the fills, and what was open as days began, against the day roll-ups. */
export class DayCheck {
  day = '';
  private readonly run: CheckedRun;
  private readonly findings: Findings;
  /** All states of a day in order, by day and book: the roll-up of the day in progress is up to a minute old. */
  private readonly states = new Map<string, Map<string, Sums[]>>();
  private readonly flatAtEnd = new Map<string, boolean>();
  /** Open P&L of each book as a day began, and the day after a day: with it its net can be told of any day that is over. */
  private readonly openAtStart = new Map<string, OpenByBook>();
  private readonly dayAfter = new Map<string, string>();

  constructor(run: CheckedRun, findings: Findings) {
    this.run = run;
    this.findings = findings;
  }

  begin(day: string, open: OpenByBook, where: string): void {
    if (day <= this.day) this.findings.add('days', where, 'trading day', `after ${this.day}`, day);
    this.dayAfter.set(this.day, day);
    this.openAtStart.set(day, open);
    this.day = day;
    this.states.set(day, new Map());
  }

  /** The day's P&L of a book that holds nothing: realized less fees, without what was open as the day began. */
  netCents(book: string): number {
    const { gross, fees } = this.sums(book);
    return gross - fees - this.openAt(this.day, book);
  }

  add(book: string, change: Partial<Sums>): void {
    const last = this.sums(book);
    const next: Sums = {
      gross: last.gross + (change.gross ?? 0),
      fees: last.fees + (change.fees ?? 0),
      trades: last.trades + (change.trades ?? 0),
      wins: last.wins + (change.wins ?? 0),
    };
    const ofDay = this.states.get(this.day);
    const list = ofDay?.get(book);
    if (list === undefined) ofDay?.set(book, [NOTHING, next]);
    else list.push(next);
  }

  /** Whether a book held nothing at a day's end. */
  endOfDay(book: string, flat: boolean): void {
    this.flatAtEnd.set(`${this.day} ${book}`, flat);
  }

  end(db: Handle, books: ReadonlyMap<number, string>): void {
    const rows = db.prepare('SELECT * FROM pnl_days WHERE run = ? AND strategy > 0').all(this.run.number) as DayRow[];
    const listed = new Set<string>();
    for (const row of rows) {
      const book = books.get(row.strategy) ?? `strategy ${row.strategy}`;
      listed.add(`${row.trading_day} ${book}`);
      this.checkRow(row, book);
    }
    for (const [day, ofDay] of this.states) {
      for (const [book, states] of ofDay) {
        const isStrategy = [...books.values()].includes(book);
        if (day === this.day || !isStrategy || listed.has(`${day} ${book}`)) continue;
        this.findings.add('days', `${this.run.name} ${book} ${day}`, 'day roll-up', states.at(-1), 'none');
      }
    }
  }

  private checkRow(row: DayRow, book: string): void {
    const where = `${this.run.name} ${book} ${row.trading_day}`;
    const ofDay = this.states.get(row.trading_day);
    if (ofDay === undefined) {
      this.findings.add('days', where, 'day roll-up', 'a day that the journal began', 'none');
      return;
    }
    const states = ofDay.get(book) ?? [NOTHING];
    const found: Sums = { gross: row.gross_cents, fees: row.fees_cents, trades: row.trades, wins: row.wins };
    const allowed = row.trading_day === this.day ? states : states.slice(-1);
    if (!allowed.some((sums) => sameSums(sums, found))) {
      this.findings.add('days', where, 'day roll-up', states.at(-1), found);
    }
    const { min_cents: min, net_cents: net, max_cents: max, max_drawdown_cents: drawdown } = row;
    if (drawdown < 0) this.findings.add('days', where, 'deepest drawdown', '0 or more', drawdown);
    const after = this.dayAfter.get(row.trading_day);
    if (after === undefined) return;
    const openAtEnd = this.openAt(after, book);
    const realized = found.gross - found.fees;
    this.findings.same('days', where, 'net of the day', realized + openAtEnd - this.openAt(row.trading_day, book), net);
    // Days of the first versions tell no open P&L: what is realized may then lie outside what both were together.
    if (openAtEnd === 0 && this.flatAtEnd.get(`${row.trading_day} ${book}`) !== true) return;
    if (net < min || net > max) {
      this.findings.add('days', where, 'least, net and greatest', 'in this order', { min, net, max });
    }
  }

  private openAt(day: string, book: string): number {
    return this.openAtStart.get(day)?.[book] ?? 0;
  }

  private sums(book: string): Sums {
    return this.states.get(this.day)?.get(book)?.at(-1) ?? NOTHING;
  }
}

function sameSums(a: Sums, b: Sums): boolean {
  return a.gross === b.gross && a.fees === b.fees && a.trades === b.trades && a.wins === b.wins;
}
