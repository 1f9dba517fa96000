/** Socket.IO as bytes on the wire, without a client library: the frames are what any client of any language is given. */
export interface RawEvent {
  readonly nsp: string;
  readonly event: string;
  /** Everything after the name. */
  readonly payloads: readonly unknown[];
}

export class RawClient {
  readonly events: RawEvent[] = [];
  /** Answers to asking into a namespace: what the server said, by namespace. */
  readonly joined = new Map<string, Record<string, unknown>>();
  readonly closed: Promise<void>;
  private readonly socket: WebSocket;

  /** `auth` as in a client's options, one for each namespace. */
  constructor(url: string, auth: Readonly<Record<string, Record<string, unknown>>>) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
    this.closed = new Promise((resolve) => this.socket.addEventListener('close', () => resolve()));
    this.socket.addEventListener('message', ({ data }) => {
      const frame = String(data);
      if (frame.startsWith('0')) {
        for (const [nsp, shown] of Object.entries(auth))
          this.socket.send(`40${nsp === '/' ? '' : `${nsp},`}${JSON.stringify(shown)}`);
      } else if (frame === '2') this.socket.send('3');
      else if (frame.startsWith('4')) this.take(frame);
    });
  }

  emit(event: string, ...payloads: readonly unknown[]): void {
    this.socket.send(`42${JSON.stringify([event, ...payloads])}`);
  }

  /** Ends the connection as a network does: nothing is said before. */
  close(): void {
    this.socket.close();
  }

  private take(frame: string): void {
    const [, type = '', nsp = '/', json = ''] = /^4([024])(?:(\/[^,]*),)?(.*)$/s.exec(frame) ?? [];
    if (type === '') throw new Error(`a frame that is no packet known here: ${frame.slice(0, 80)}`);
    const data = JSON.parse(json) as unknown; // what it is, the caller checks
    if (type !== '2') this.joined.set(nsp, data as Record<string, unknown>);
    else {
      const [event, ...payloads] = data as [string, ...unknown[]];
      this.events.push({ nsp, event, payloads });
    }
  }
}
