import { describe, expect, it } from 'vitest';
import { BookProjection } from '../../../../../engine/symbol/pipeline/book-projection.ts';
import { bracketOrders, entryIntent, filled, row, submitted } from '../../../../support/rows.ts';

describe('BookProjection', () => {
  it('follows an entry from its order to its targets', () => {
    const book = new BookProjection();
    const intent = entryIntent({
      qty: 2,
      order: { type: 'limit', limitTicks: 100_000, validBars: 30 },
      targets: [1, 2].map((each) => ({ price: { offsetTicks: 40 * each }, qty: 1 })),
    });
    const [entry, stop, first] = bracketOrders('MNQ', 0, intent);
    for (const order of [entry!, stop!, first!]) book.apply(row(submitted(order)));
    expect(book.view().entryWorking).toEqual({ direction: 'long', qty: 2, limitTicks: 100_000 });
    book.apply(row(filled(entry!, 'F1', 2, 100_000)));
    expect(book.view()).toMatchObject({ netQty: 2, averageTicks: 100_000, entryWorking: undefined, openedMs: 5_000 });
    expect(book.entryFilled).toBe(true);
    book.apply(row(filled(first!, 'F2', 1, 100_040)));
    expect(book.view()).toMatchObject({ netQty: 1, targetsFilled: 1 });
    const saved = JSON.parse(JSON.stringify(book.save())) as ReturnType<BookProjection['save']>;
    const other = new BookProjection();
    other.load(saved);
    book.apply(row(filled(stop!, 'F3', 1, 99_999)));
    other.apply(row(filled(stop!, 'F3', 1, 99_999)));
    expect(other.view()).toEqual(book.view());
    expect(book.view()).toMatchObject({ netQty: 0, targetsFilled: 0, openedMs: undefined });
  });

  it('lets go of an entry that was canceled', () => {
    const book = new BookProjection();
    const [entry] = bracketOrders();
    book.apply(row(submitted(entry!)));
    book.apply(row({ type: 'OrderCanceled', orderId: entry!.orderId, reason: 'by_strategy' }));
    expect(book.view().entryWorking).toBeUndefined();
  });
});
