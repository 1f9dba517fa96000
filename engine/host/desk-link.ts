import { connectLink } from '../adapters/link/client.ts';
import { socketPath } from '../adapters/link/socket-path.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkEnd } from '../ports/link.ts';
import { LINK_VERSION, type DeskToHost, type HostToDesk } from '../wire/link/messages.ts';

export type DeskMessage = Exclude<DeskToHost, { t: 'welcome' | 'refused' }>;

export interface DeskLinkOptions {
  readonly runtimeDir: string;
  readonly secret: string;
  readonly clock: Clock;
  onMessage(message: DeskMessage): void;
  /** The desk answers but does not want us: it is not of this host. */
  onRefused(reason: string): void;
  onLost(reason: string): void;
}

/** A desk that is being started is asked so often. */
const RETRY_MS = 50;

/** The host's link to its desk: connects, and connects again whenever it is lost, until it is closed. */
export class DeskLink {
  private readonly options: DeskLinkOptions;
  private end: LinkEnd<HostToDesk, DeskToHost> | undefined;
  private closed = false;
  private cancelRetry: (() => void) | undefined;

  constructor(options: DeskLinkOptions) {
    this.options = options;
    void this.connect();
  }

  get open(): boolean {
    return this.end?.open === true;
  }

  /** Without a link it is not sent. */
  send(message: HostToDesk): void {
    if (this.open) this.end?.send(message);
  }

  close(): void {
    this.closed = true;
    this.cancelRetry?.();
    this.end?.close();
  }

  private async connect(): Promise<void> {
    const { runtimeDir, secret, onLost, onMessage, onRefused } = this.options;
    const connected = await connectLink<HostToDesk, DeskToHost>(socketPath(runtimeDir, 'desk'), {
      t: 'hello',
      version: LINK_VERSION,
      role: 'host',
      name: 'host',
      secret,
      pid: process.pid,
    });
    if (this.closed) {
      if (connected.ok) connected.end.close();
      return;
    }
    if (!connected.ok) {
      if (connected.refused) onRefused(connected.reason);
      this.retry();
      return;
    }
    const { end } = connected;
    this.end = end;
    end.onMessage((message) => {
      if (message.t !== 'welcome' && message.t !== 'refused') onMessage(message);
    });
    end.onClose((reason) => {
      if (this.end === end) this.end = undefined;
      if (this.closed) return;
      onLost(reason);
      this.retry();
    });
  }

  private retry(): void {
    this.cancelRetry = this.options.clock.after(RETRY_MS, () => void this.connect());
  }
}
