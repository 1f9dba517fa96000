import { request } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import {
  HUB_ROUTES,
  HUB_TAKES,
  type RouteDeclaration,
  SYMBOL_ROUTES,
  SYMBOL_TAKES,
} from '../../../engine/wire/index.ts';
import { seeded } from '../random.ts';

const WORDS = [
  'MNQ',
  'MNQZ6',
  'AAPL',
  'EURUSD',
  '1',
  '0',
  '-1',
  'MGC-PO3',
  'pnl',
  'account',
  'RISK_ALERT',
  '1m',
  '5m',
  '1d',
  'max',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  '../..',
  '%00',
  '\u0000',
  '💥',
  'a'.repeat(300),
  '2026-11-20',
  '2026-11-20T00:00:00Z',
  '9'.repeat(20),
  'NaN',
  'true',
  '{}',
  "'; DROP TABLE users; --",
  '<script>',
];
const KEYS = [
  'symbols',
  'channels',
  'eventTypes',
  'message',
  'context',
  'interval',
  'sinceSeq',
  'at',
  'speed',
  'commandId',
  'cause',
  'userName',
  'password',
  'code',
  'role',
  'name',
  'days',
  'refreshToken',
  'currentSymbol',
  '__proto__',
  'constructor',
  'chat',
  'remoteCommands',
];

export interface FuzzTarget {
  readonly url: string;
  readonly kind: 'hub' | 'symbol';
  readonly token: string;
  /** A place that must never be called by chance: these would be the fuzzer's own undoing. */
  readonly spare?: readonly string[];
}

export interface FuzzResult {
  calls: number;
  events: number;
  frames: number;
  sockets: number;
  /** HTTP answers by status. */
  readonly statuses: Map<number, number>;
  /** What may not happen. */
  readonly faults: string[];
}

/** Fires random calls, events and frames at a server. */
export class Fuzzer {
  readonly result: FuzzResult = { calls: 0, events: 0, frames: 0, sockets: 0, statuses: new Map(), faults: [] };
  private readonly target: FuzzTarget;
  private readonly random: () => number;
  private socket: Socket | undefined;

  constructor(target: FuzzTarget, seed: number) {
    this.target = target;
    this.random = seeded(seed);
  }

  /** One act: a call, an event, or a raw frame. */
  async act(): Promise<void> {
    const dice = this.random();
    if (dice < 0.4) await this.call();
    else if (dice < 0.9) this.event();
    else this.frame();
  }

  close(): void {
    this.socket?.disconnect();
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }

  private value(depth = 0): unknown {
    const dice = this.random();
    if (dice < 0.3) return this.pick(WORDS);
    if (dice < 0.45) return this.pick([0, 1, -1, 1e9, 1.5, 5, 2 ** 53, -0.1]);
    if (dice < 0.55) return this.pick([null, true, false]);
    if (depth > 4) return 'deep';
    if (dice < 0.75) return Array.from({ length: Math.floor(this.random() * 6) }, () => this.value(depth + 1));
    const made: Record<string, unknown> = JSON.parse('{}') as Record<string, unknown>;
    for (let n = Math.floor(this.random() * 4); n > 0; n -= 1)
      Object.defineProperty(made, this.pick(KEYS), {
        value: this.value(depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return made;
  }

  /** Something near what is declared: mostly well formed, sometimes spoilt. */
  private near(): unknown {
    const key = this.pick(KEYS.filter((each) => !each.startsWith('__')));
    const value = this.random() < 0.5 ? [this.pick(WORDS), this.pick(WORDS)] : this.value();
    return this.random() < 0.7 ? { [key]: value } : this.value();
  }

  private call(): Promise<void> {
    const table = (this.target.kind === 'hub' ? HUB_ROUTES : SYMBOL_ROUTES) as Readonly<
      Record<string, RouteDeclaration>
    >;
    const route = this.pick(Object.values(table));
    if (this.target.spare?.includes(route.path) === true) return Promise.resolve();
    const path = route.path.replaceAll(/:\w+/g, () => encodeURIComponent(this.pick(WORDS)));
    const query =
      this.random() < 0.5
        ? `?${encodeURIComponent(this.pick(['strategy', 'interval', 'from', 'to', 'limit', 'strategy_id', 'start_date', 'points', 'all']))}=${encodeURIComponent(this.pick(WORDS))}`
        : '';
    const method =
      this.random() < 0.9 ? route.method : this.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']);
    const body =
      method === 'GET' || method === 'HEAD'
        ? ''
        : this.random() < 0.8
          ? JSON.stringify(this.near())
          : this.pick(['{', '[]]', '"x', '', 'null', '{"__proto__":1}']);
    const { hostname, port } = new URL(this.target.url);
    this.result.calls += 1;
    return new Promise((resolve) => {
      const sent = request(
        {
          hostname,
          port,
          path: path + query,
          method,
          timeout: 8_000,
          headers: {
            ...(this.random() < 0.85 ? { authorization: `Bearer ${this.target.token}` } : {}),
            ...(body === ''
              ? {}
              : {
                  'content-type': this.random() < 0.95 ? 'application/json' : 'text/xml',
                  'content-length': Buffer.byteLength(body),
                }),
            ...(this.random() < 0.05 ? { origin: this.pick(['null', 'https://evil.example', this.target.url]) } : {}),
            ...(this.random() < 0.05 ? { host: this.pick(['evil.example', '', 'localhost']) } : {}),
          },
        },
        (answer) => {
          const status = answer.statusCode ?? 0;
          this.result.statuses.set(status, (this.result.statuses.get(status) ?? 0) + 1);
          if (status >= 500 && status !== 503)
            this.result.faults.push(`${method} ${path}${query} ${body.slice(0, 200)}: ${status}`);
          answer.resume();
          answer.on('end', () => resolve());
          answer.on('error', () => resolve());
        },
      );
      sent.on('error', () => resolve());
      sent.on('timeout', () => {
        this.result.faults.push(`${method} ${path}${query}: no answer within 8 s`);
        sent.destroy();
      });
      sent.end(body);
    });
  }

  private live(): Socket {
    if (this.socket?.active === true && this.random() > 0.02) return this.socket;
    this.socket?.disconnect();
    this.result.sockets += 1;
    this.socket = io(this.target.url, {
      auth: { token: this.target.token },
      transports: [this.pick(['websocket', 'websocket', 'polling'])],
      forceNew: true,
      reconnection: false,
    });
    return this.socket;
  }

  private event(): void {
    const names = Object.keys(this.target.kind === 'hub' ? HUB_TAKES : SYMBOL_TAKES);
    const name =
      this.random() < 0.85 ? this.pick(names) : this.pick([...WORDS, 'disconnecting', 'error', 'connect_error']);
    const socket = this.live();
    this.result.events += 1;
    // Names that the client itself keeps for its own use cannot be sent with it.
    if (['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].includes(name))
      return;
    const dice = this.random();
    if (dice < 0.1) socket.emit(name, this.near(), () => undefined);
    else if (dice < 0.2) socket.emit(name, this.near(), this.value(), this.value());
    else if (dice < 0.25) socket.emit(name, Buffer.from('binary'));
    else socket.emit(name, this.near());
  }

  private frame(): void {
    const socket = this.live() as unknown as {
      io: { engine?: { transport?: { ws?: { readyState: number; send(text: string): void } } } };
    };
    const ws = socket.io.engine?.transport?.ws;
    if (ws === undefined || ws.readyState !== 1) return;
    this.result.frames += 1;
    const frames = [
      '4',
      '42',
      '42[',
      '42[]',
      '42[1]',
      '42["x"',
      '421["chat:message",{}]',
      '43["x"]',
      '40/nope,',
      '40/symbols/MNQ,{}',
      '41',
      '5',
      '6',
      '2probe',
      '9',
      '',
      '451-["x",{"_placeholder":true,"num":0}]',
      '45999999999-["x"]',
      '42{"__proto__":1}',
      `42["${'x'.repeat(2_000)}"]`,
    ];
    ws.send(
      this.random() < 0.8 ? this.pick(frames) : `4${Math.floor(this.random() * 9)}${JSON.stringify(this.value())}`,
    );
  }
}
