import type { JournalEvent } from '../../domain/events.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Handle } from '../schema/handle.ts';
import { checkBars } from './bar-check.ts';
import { BookCheck } from './book-check.ts';
import { ChainCheck } from './chain-check.ts';
import { DayCheck } from './day-check.ts';
import type { Findings } from './findings.ts';
import { checkFlatStretch } from './flat-moments.ts';
import { OrderCheck } from './order-check.ts';
import { ProtectionCheck } from './protection-check.ts';
import type { CheckedRun, RawRow } from './read-run.ts';
import { eventOf, rawRows } from './read-run.ts';
import { checkRollups } from './rollup-check.ts';
import { TradeRowsCheck } from './trade-rows-check.ts';

export interface RunReport {
  readonly run: CheckedRun;
  readonly rows: number;
  readonly orders: number;
  readonly fills: number;
  readonly trades: number;
  readonly bars: number;
  readonly realizedCents: number;
  readonly feesCents: number;
  /** What was booked to follow the venue. */
  readonly adjustedCents: number;
  /** Start + realized - fees + adjusted. */
  readonly balanceCents: number;
  /** What is open at the end: "MNQ 2 MNQZ6". */
  readonly positions: readonly string[];
  readonly openOrders: number;
  readonly lastHash: string;
}

/** Checks one run from its rows alone. */
export function checkRun(db: Handle, run: CheckedRun, findings: Findings): RunReport {
  return new RunCheck(db, run, findings).check();
}

type DayStarted = Extract<JournalEvent, { type: 'DayStarted' }>;

class RunCheck {
  private readonly db: Handle;
  private readonly run: CheckedRun;
  private readonly findings: Findings;
  private readonly orders: OrderCheck;
  private readonly protection: ProtectionCheck;
  private readonly days: DayCheck;
  private readonly tradeRows: TradeRowsCheck;
  private readonly books = new Map<string, BookCheck>();
  private readonly numbers: Map<number, string>;
  private readonly numberOf: Map<string, number>;
  /** Since when a book holds nothing, by book; undefined while it holds something. */
  private readonly flatSince = new Map<string, number | undefined>();
  private dayStartMs = 0;
  private lastMs = 0;
  private adjustedCents = 0;

  constructor(db: Handle, run: CheckedRun, findings: Findings) {
    this.db = db;
    this.run = run;
    this.findings = findings;
    this.orders = new OrderCheck(findings);
    this.protection = new ProtectionCheck(findings);
    this.days = new DayCheck(run, findings);
    this.tradeRows = new TradeRowsCheck(db, run, findings);
    const strategies = db.prepare('SELECT id, book FROM strategies').all() as { id: number; book: string }[];
    this.numbers = new Map(strategies.map(({ id, book }) => [id, book]));
    this.numberOf = new Map(strategies.map(({ id, book }) => [book, id]));
  }

  check(): RunReport {
    const chain = new ChainCheck(this.run, this.findings);
    let rows = 0;
    let lastHash = '';
    for (const row of rawRows(this.db, this.run.number)) {
      rows += 1;
      chain.row(row);
      lastHash = row.hash.toString('hex');
      this.row(row);
    }
    chain.end(this.db);
    return this.end(rows, lastHash);
  }

  private row(row: RawRow): void {
    const where = `${this.run.name} row ${row.seq}`;
    const event = eventOf(row);
    if (event === undefined) {
      this.findings.add('file', where, 'event', 'JSON with a type', row.event.slice(0, 60));
      return;
    }
    try {
      this.event(event, row, where);
    } catch (error) {
      this.findings.add('file', where, `fields of ${event.type}`, 'as its type says', String(error));
    }
    this.lastMs = Math.max(this.lastMs, row.timeMs);
  }

  private event(event: JournalEvent, row: RawRow, where: string): void {
    if (event.type === 'RunStarted') {
      this.findings.same('positions', where, 'start balance', this.run.startBalanceCents, event.startBalanceCents);
    } else if (event.type === 'DayStarted') this.newDay(event, row.timeMs, where);
    else if (event.type === 'BookOpened') this.openBook(event.identity.number, event.identity.id);
    else if (event.type === 'BalanceAdjusted') this.adjustedCents += event.cents;
    this.orders.event(event, where);
    this.protection.event(event, row, where, (id) => this.orders.order(id));
    if (isFill(event)) {
      const { fill } = event;
      const book = this.book(fill.book);
      if (book.isFlat) this.endFlat(fill.book, fill.timeMs);
      const { realizedCents, feeCents } = book.fill(fill, row.step, where);
      this.days.add(fill.book, { gross: realizedCents, fees: feeCents });
      if (book.isFlat) this.flatSince.set(fill.book, fill.timeMs);
    } else if (event.type === 'TradeClosed') {
      const { trade } = event;
      this.book(trade.book).trade(trade, where);
      this.findings.same('trades', where, `trading day of ${trade.tradeId}`, this.days.day, trade.tradingDay);
      this.days.add(trade.book, { trades: 1, wins: trade.netCents > 0 ? 1 : 0 });
      this.tradeRows.trade(trade, row.seq, where);
    }
  }

  private openBook(number: number, id: string): void {
    const known = this.numbers.get(number);
    if (known !== undefined && known !== id) this.findings.add('file', this.run.name, `book ${number}`, known, id);
    this.numbers.set(number, id);
    this.numberOf.set(id, number);
  }

  private newDay({ tradingDay, open = {} }: DayStarted, timeMs: number, where: string): void {
    for (const book of this.numberOf.keys()) {
      const flat = this.book(book).isFlat;
      if (this.days.day !== '') this.days.endOfDay(book, flat);
      this.endFlat(book, timeMs);
      this.flatSince.set(book, flat ? timeMs : undefined);
    }
    this.days.begin(tradingDay, open, where);
    this.dayStartMs = timeMs;
  }

  /** A stretch without a position ends: its rows are compared with the day's realized P&L. */
  private endFlat(book: string, untilMs: number): void {
    const since = this.flatSince.get(book);
    const strategy = this.numberOf.get(book);
    this.flatSince.set(book, undefined);
    if (since === undefined || strategy === undefined || this.days.day === '') return;
    checkFlatStretch(this.db, this.run, this.findings, {
      strategy,
      book,
      fromMs: Math.max(since, this.dayStartMs),
      toMs: untilMs,
      netCents: this.days.netCents(book),
    });
  }

  private end(rows: number, lastHash: string): RunReport {
    for (const [id, book] of this.books) {
      this.endFlat(id, this.lastMs);
      book.end(this.run.name);
    }
    this.days.end(this.db, this.numbers);
    this.tradeRows.end();
    checkRollups(this.db, this.run, this.findings);
    const bars = checkBars(this.db, this.run, this.findings);
    const books = [...this.books.values()];
    const { adjustedCents } = this;
    const sum = (of: (book: BookCheck) => number): number => books.reduce((total, book) => total + of(book), 0);
    const realizedCents = sum((book) => book.realizedCents);
    const feesCents = sum((book) => book.feesCents);
    return {
      run: this.run,
      rows,
      orders: this.orders.orders,
      fills: this.orders.fills,
      trades: sum((book) => book.trades),
      bars,
      realizedCents,
      feesCents,
      adjustedCents,
      balanceCents: this.run.startBalanceCents + realizedCents - feesCents + adjustedCents,
      positions: books.flatMap((book) => book.positions()),
      openOrders: this.orders.open(),
      lastHash,
    };
  }

  private book(id: string): BookCheck {
    let book = this.books.get(id);
    if (book === undefined) this.books.set(id, (book = new BookCheck(id, this.findings)));
    return book;
  }
}

function isFill(event: JournalEvent): event is Extract<JournalEvent, { readonly fill: Fill }> {
  return event.type === 'OrderFilled' || event.type === 'PositionAdopted' || event.type === 'PositionReleased';
}
