import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

/** A client as the documents' readers write one: stock options, `on` by name, nothing of ours. */
export class DocumentClient {
  readonly socket: Socket;
  private readonly seen: { readonly event: string; readonly data: unknown }[] = [];
  private waiting: (() => void)[] = [];

  constructor(url: string, options: Partial<ManagerOptions & SocketOptions>) {
    this.socket = io(url, { forceNew: true, ...options });
    this.socket.onAny((event: string, data: unknown) => {
      this.seen.push({ event, data });
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.socket.connected) resolve();
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
      // Closed before it was in: no `connect_error` tells that. After a refusal the client closes by itself.
      this.socket.io.once('close', (reason) => {
        if (reason !== 'forced close') reject(new Error(`closed before it was in: ${reason}`));
      });
    });
  }

  all<T>(event: string): T[] {
    return this.seen.filter((each) => each.event === event).map((each) => each.data as T);
  }

  /** The first event (also an earlier one) whose data pass. */
  async got<T>(event: string, test: (data: T) => boolean = () => true, ms = 120_000): Promise<T> {
    const until = performance.now() + ms;
    for (;;) {
      const found = this.seen.find((each) => each.event === event && test(each.data as T));
      if (found !== undefined) return found.data as T;
      if (performance.now() > until) {
        const names = [...new Set(this.seen.map((each) => each.event))].join(', ');
        throw new Error(`no "${event}" that passes within ${ms} ms; seen: ${names}`);
      }
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        setTimeout(resolve, 50);
      });
    }
  }

  close(): void {
    this.socket.disconnect();
  }
}
