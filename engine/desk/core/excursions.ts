import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Cents, Ticks } from '../../domain/units.ts';
import { tradeGrossCents } from '../../execution/book-ledger.ts';

export interface Excursion {
  readonly tradeId: string;
  maeCents: Cents;
  mfeCents: Cents;
}

/** Worst and best result of each open trade, before fees, seen at every quote's mark. */
export class Excursions {
  private readonly byBook = new Map<string, Excursion>();

  onMark(book: BookLedger, mark: Ticks): void {
    const trade = book.open;
    if (trade === undefined) return;
    const gross = tradeGrossCents(book, mark);
    const excursion = this.of(book.id, trade.tradeId);
    if (-gross > excursion.maeCents) excursion.maeCents = -gross;
    if (gross > excursion.mfeCents) excursion.mfeCents = gross;
  }

  of(book: string, tradeId: string): Excursion {
    let excursion = this.byBook.get(book);
    if (excursion === undefined || excursion.tradeId !== tradeId) {
      excursion = { tradeId, maeCents: 0, mfeCents: 0 };
      this.byBook.set(book, excursion);
    }
    return excursion;
  }

  save(): readonly (readonly [string, Excursion])[] {
    return [...this.byBook];
  }

  load(saved: readonly (readonly [string, Excursion])[]): void {
    this.byBook.clear();
    for (const [book, excursion] of saved) this.byBook.set(book, { ...excursion });
  }
}
