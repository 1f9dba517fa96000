/** One end of a private link between two of our processes. Messages are plain JSON, delivered in order. */
export interface LinkEnd<Out, In> {
  send(message: Out): void;
  onMessage(handler: (message: In) => void): void;
  /** Called once, when the link is gone for good (the other side died or closed). */
  onClose(handler: (reason: string) => void): void;
  close(): void;
  readonly open: boolean;
  /** Wall milliseconds since anything of the other side was heard; a side that lives is heard several times a second. */
  silentForMs(): number;
}

/** Two ends joined in memory. Delivery is by microtask, so that sender and receiver never nest. */
export function memoryLink<A, B>(): [LinkEnd<A, B>, LinkEnd<B, A>] {
  const left = new MemoryEnd<A, B>();
  const right = new MemoryEnd<B, A>();
  left.peer = right;
  right.peer = left;
  return [left, right];
}

class MemoryEnd<Out, In> implements LinkEnd<Out, In> {
  peer: MemoryEnd<In, Out> | undefined;
  open = true;
  private handler: ((message: In) => void) | undefined;
  private closeHandlers: ((reason: string) => void)[] = [];
  private waiting: In[] = [];

  send(message: Out): void {
    if (!this.open) return;
    const copy = structuredClone(message);
    queueMicrotask(() => this.peer?.receive(copy));
  }

  onMessage(handler: (message: In) => void): void {
    this.handler = handler;
    for (const message of this.waiting.splice(0)) handler(message);
  }

  onClose(handler: (reason: string) => void): void {
    this.closeHandlers.push(handler);
  }

  /** Both ends are in one process: neither can stand still alone. */
  silentForMs(): number {
    return 0;
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    const peer = this.peer;
    queueMicrotask(() => peer?.closed('the other end closed'));
    this.closed('closed here');
  }

  private receive(message: In): void {
    if (!this.open) return;
    if (this.handler === undefined) this.waiting.push(message);
    else this.handler(message);
  }

  private closed(reason: string): void {
    this.open = false;
    for (const handler of this.closeHandlers.splice(0)) handler(reason);
  }
}
