import { io } from 'socket.io-client';
import type { z } from 'zod';
import type { OwnWire } from '../../engine/adapters/link/own-wire.ts';
import { HUB_SENDS, type AlarmMessage } from '../../engine/wire/index.ts';
import { factsOf, UNKNOWN, type Picture } from '../parts/picture.ts';

/** The part of a Socket.IO client that is used. */
export interface WatchSocket {
  on(event: string, listener: (payload: unknown) => void): unknown;
  emit(event: string, payload: unknown): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

export interface AccountWatchOptions {
  readonly wire: OwnWire;
  readonly connect?: (wire: OwnWire) => WatchSocket;
  readonly after: (delayMs: number, callback: () => void) => void;
  readonly warn: (message: string) => void;
}

interface Listeners {
  picture: ((picture: Picture) => void)[];
  alarm: ((alarm: AlarmMessage) => void)[];
}

const RETRY_MS = 1_000;

function connectHub(wire: OwnWire): WatchSocket {
  return io(wire.place.hub, {
    auth: { token: wire.token },
    // Not to the port, but to the hub's private socket. Declared for browsers as a string; in Node it is an agent.
    agent: wire.agent() as unknown as string,
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 2_000,
  });
}

/** Follows the account over the hub's wire, as any client with the owner's token does, through the private socket. */
export class AccountWatch {
  private readonly listeners: Listeners = { picture: [], alarm: [] };
  private readonly socket: WatchSocket;
  private current: Picture = UNKNOWN;
  /** Undefined: not told yet. */
  isMarketOpen: boolean | undefined;
  private isClosed = false;
  private refusals = 0;
  private readonly options: AccountWatchOptions;

  constructor(options: AccountWatchOptions) {
    this.options = options;
    this.socket = (options.connect ?? connectHub)(options.wire);
    this.socket.on('connect', () => void this.socket.emit('pitwall:subscribe', null));
    this.socket.on('disconnect', (reason) => this.lost(reason === 'io server disconnect'));
    this.take('pitwall:account', (account) => {
      this.show({ isFresh: !account.stale, account: factsOf(account) });
    });
    this.take('pitwall:link', ({ up }) => {
      if (!up) this.show({ ...this.current, isFresh: false });
    });
    this.take('market:status', ({ isOpen }) => {
      this.isMarketOpen = isOpen;
    });
    this.take('pitwall:alarm', (alarm) => this.listeners.alarm.forEach((listener) => listener(alarm)));
  }

  get picture(): Picture {
    return this.current;
  }

  onPicture(listener: Listeners['picture'][number]): void {
    this.listeners.picture.push(listener);
  }

  onAlarm(listener: Listeners['alarm'][number]): void {
    this.listeners.alarm.push(listener);
  }

  close(): void {
    this.isClosed = true;
    this.socket.disconnect();
  }

  private take<N extends keyof typeof HUB_SENDS>(
    name: N,
    handler: (payload: z.output<(typeof HUB_SENDS)[N]['payload']>) => void,
  ): void {
    this.socket.on(name, (payload) => {
      const read = HUB_SENDS[name].payload.safeParse(payload);
      if (read.success) {
        handler(read.data as z.output<(typeof HUB_SENDS)[N]['payload']>);
        return;
      }
      this.refusals += 1;
      if (this.refusals <= 3) this.options.warn(`${name} from the hub is not as declared: ${read.error.message}`);
    });
  }

  private lost(byServer: boolean): void {
    this.show({ ...this.current, isFresh: false });
    // Sent away by the server (a restart): Socket.IO's own reconnection does not begin then.
    if (byServer && !this.isClosed) {
      this.options.after(RETRY_MS, () => {
        if (!this.isClosed) this.socket.connect();
      });
    }
  }

  private show(picture: Picture): void {
    this.current = picture;
    for (const listener of this.listeners.picture) listener(picture);
  }
}
