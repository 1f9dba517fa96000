/** Wakes whoever waits for something to happen, in place of looking again and again. */
export class Signal {
  private waiters: (() => void)[] = [];

  fire(): void {
    for (const resolve of this.waiters.splice(0)) resolve();
  }

  /** Resolves at the next `fire`. */
  next(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }
}
