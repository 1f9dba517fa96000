import type { BookId } from '../../domain/book.ts';
import type { BookSnapshot } from '../../domain/views.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { DeskStrategy } from './options.ts';
import { EXTERNAL, MANUAL, bookOfStrategy } from '../../domain/book.ts';
import { contractAt } from '../../domain/contract-month.ts';
import { scopeOfBook } from '../../domain/scope.ts';
import { cancelEntries, exitsOnly } from './person-acts.ts';

export interface MemberReads {
  readonly ledger: Ledger;
  readonly calendar: Calendar;
  readonly strategies: readonly DeskStrategy[];
}

/** Which books the account keeps and which strategies take part: inputs of the run, journaled. */
export class Members {
  /** State of each strategy's engine, for the views; told by the process around the core. */
  readonly engines = new Map<BookId, BookSnapshot['engine']>();
  private readonly reads: MemberReads;

  constructor(reads: MemberReads) {
    this.reads = reads;
    for (const { identity } of reads.strategies) this.engines.set(identity.id, 'joining');
  }

  /** Opens books that the run does not have yet; strategies of this start join, those of an earlier one leave. */
  enlist(act: Act): void {
    const { ledger, strategies } = this.reads;
    const books = [...strategies.map(({ identity }) => bookOfStrategy(identity)), MANUAL, EXTERNAL];
    for (const identity of books) {
      if (!ledger.hasBook(identity.id)) act.record({ type: 'BookOpened', identity }, identity.id);
    }
    for (const book of ledger.joined) {
      if (strategies.every(({ identity }) => identity.id !== book)) act.record({ type: 'StrategyDropped', book }, book);
    }
    for (const { identity } of strategies) if (!ledger.joined.has(identity.id)) this.join(act, identity.id);
  }

  join(act: Act, book: BookId): void {
    const strategy = this.reads.strategies.find(({ identity }) => identity.id === book);
    if (strategy === undefined) return;
    const contractId = contractAt(this.reads.calendar, strategy.identity.root, act.timeMs).id;
    act.record({ type: 'StrategyJoined', book, contractId }, book);
  }

  /** Its engine was given up: no entries any more, those that wait are taken back; its protection stays. */
  drop(act: Act, book: BookId, reason: string): void {
    const { ledger } = this.reads;
    this.engines.set(book, 'dropped');
    act.record({ type: 'StrategyDropped', book }, book);
    act.alarm(
      'engine_crash_loop',
      `${book}: ${reason}; its stop rests at the venue, and a start of ${book} tries again`,
      book,
    );
    exitsOnly(act, ledger, scopeOfBook(book), 'engine_dropped');
    cancelEntries(act, ledger, [book]);
  }

  /**
   * Books of an earlier start that are not kept by this one and are not flat, in words. They would stand in no view and
   * no flatten would reach them.
   */
  orphans(): readonly string[] {
    const { ledger, strategies } = this.reads;
    return ledger.books().flatMap((book) => {
      const { id, kind } = book.identity;
      if (kind !== 'strategy' || strategies.some(({ identity }) => identity.id === id)) return [];
      const orders = ledger.openOrders(id).length;
      if (book.isFlat && orders === 0) return [];
      const held = book.held().map(({ netQty, contractId }) => `${netQty} ${contractId}`);
      return [
        `${id} is not among the strategies of this start and holds ${held.join(', ') || 'nothing'} with ${orders} working orders: start it too (--strategies), flatten it, and leave it out then`,
      ];
    });
  }
}
