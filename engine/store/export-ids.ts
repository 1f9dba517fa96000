import type { ClientOrderId, FlattenId } from '../domain/ids.ts';

/** Names for a run's things that do not depend on how it was executed: counters per book, in order of appearance. */
export class ExportIds {
  private readonly orders = new Map<string, string>();
  private readonly flattens = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** Name of an order; the book counts where it is named for the first time. */
  order(orderId: ClientOrderId, book: string): string {
    return this.name(this.orders, orderId, `${book}-O`);
  }

  flatten(flattenId: FlattenId, scope: string): string {
    return this.name(this.flattens, flattenId, `${scope}-F`);
  }

  /** The next fill, or trade, of a book. */
  next(book: string, kind: 'E' | 'T'): string {
    return this.count(`${book}-${kind}`);
  }

  private name(known: Map<string, string>, id: string, prefix: string): string {
    let name = known.get(id);
    if (name === undefined) known.set(id, (name = this.count(prefix)));
    return name;
  }

  private count(prefix: string): string {
    const next = (this.counts.get(prefix) ?? 0) + 1;
    this.counts.set(prefix, next);
    return `${prefix}${next}`;
  }
}
