import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { z } from 'zod';

interface Seen {
  readonly event: string;
  readonly payload: unknown;
  readonly atMs: number;
}

/**
 * A plain Socket.IO client that holds every event it gets against the declarations: one that is undeclared, or whose
 * payload is not as declared, is a fault.
 */
export class StrictClient {
  readonly socket: Socket;
  readonly seen: Seen[] = [];
  readonly faults: string[] = [];
  private waiters: { readonly test: (seen: Seen) => boolean; readonly resolve: (seen: Seen) => void }[] = [];

  constructor(
    url: string,
    declared: Readonly<Record<string, { readonly payload: z.ZodType }>>,
    options: Partial<ManagerOptions & SocketOptions> = {},
  ) {
    this.socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, ...options });
    this.socket.onAny((event: string, payload: unknown, ...rest: unknown[]) => {
      const found = { event, payload, atMs: performance.now() };
      this.seen.push(found);
      const declaration = Object.hasOwn(declared, event) ? declared[event] : undefined;
      if (declaration === undefined) this.faults.push(`undeclared event ${event}`);
      else {
        const checked = declaration.payload.safeParse(payload);
        if (!checked.success) this.faults.push(`${event}: ${JSON.stringify(checked.error.issues).slice(0, 400)}`);
      }
      if (rest.length > 0 && !rest.every((one) => typeof one === 'string'))
        this.faults.push(`${event}: more than one argument`);
      for (const waiter of this.waiters.filter(({ test }) => test(found))) waiter.resolve(found);
    });
  }

  connected(): Promise<void> {
    if (this.socket.connected) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
  }

  of<T = Record<string, unknown>>(event: string): T[] {
    return this.seen.filter((seen) => seen.event === event).map((seen) => seen.payload as T);
  }

  /** The next (or an earlier) event that passes; fails loudly after the time. */
  async wait<T = Record<string, unknown>>(
    event: string,
    test: (payload: T) => boolean = () => true,
    { fresh = false, ms = 120_000 }: { fresh?: boolean; ms?: number } = {},
  ): Promise<T> {
    const passes = (seen: Seen): boolean => seen.event === event && test(seen.payload as T);
    if (!fresh) {
      const earlier = this.seen.find(passes);
      if (earlier !== undefined) return earlier.payload as T;
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const names = [...new Set(this.seen.map((seen) => seen.event))].join(', ');
        reject(new Error(`no "${event}" that passes within ${ms} ms; seen: ${names}`));
      }, ms);
      const waiter = {
        test: passes,
        resolve: (seen: Seen) => {
          clearTimeout(timer);
          this.waiters = this.waiters.filter((other) => other !== waiter);
          resolve(seen.payload as T);
        },
      };
      this.waiters.push(waiter);
    });
  }

  close(): void {
    this.socket.disconnect();
  }
}
