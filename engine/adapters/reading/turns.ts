/** What waits, by whom it is from: each of them in turn gives one, in the order in which it came. */
export class Turns<T> {
  private readonly waiting = new Map<string, T[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(from: string, item: T): void {
    this.count += 1;
    const own = this.waiting.get(from);
    if (own === undefined) this.waiting.set(from, [item]);
    else own.push(item);
  }

  /** The next one; whoever has more goes to the end of the round. */
  next(): T | undefined {
    for (const [from, own] of this.waiting) {
      const item = own.shift();
      this.waiting.delete(from);
      if (own.length > 0) this.waiting.set(from, own);
      if (item === undefined) continue;
      this.count -= 1;
      return item;
    }
    return undefined;
  }
}
