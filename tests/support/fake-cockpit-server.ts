import { createServer, type Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { CockpitBook, HubSends, HubTakes, ReceiptMessage, Role, StrategyEntry } from '../../engine/wire/index.ts';
import { answer, checked, fakeDevices, type FakePairing } from './fake-cockpit/hub.ts';
import { FAKE_CONTRACTS, FakeMarket } from './fake-cockpit/market.ts';
import { FAKE_STRATEGIES, quotesOf, settled, tradingScene, type Scene } from './fake-cockpit/scene.ts';
import { allowOrigin, sendFault, sendFile } from './fake-cockpit/serve.ts';
import { FakeSymbol } from './fake-cockpit/symbol.ts';
import { watchQuote } from './fake-cockpit/watch-quote.ts';

/** 13:22:50 in Chicago. */
export const FAKE_NOW_MS = Date.parse('2026-11-20T19:22:50.000Z');
const TOKEN = 'fake-token';
const CODE = 'fake-code';
const TICK_MS = 250;

export interface FakeOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly symbolPorts?: boolean;
  /** Market time moves with the wall clock; otherwise it stands until `advance`. */
  readonly isLive?: boolean;
  readonly role?: Role;
  /** Built cockpit. */
  readonly folder?: string;
  readonly minutes?: number;
  /** Strategies run with the DEMO preset. */
  readonly isDemo?: boolean;
  /** Lets the page in and then answers nothing: a cockpit that still loads. */
  readonly isMute?: boolean;
}

/** How a flatten goes: steps with their milliseconds; `isVerified` false leaves the position. */
interface FlattenScript {
  readonly stepMs: readonly number[];
  readonly isVerified: boolean;
  readonly isSilent: boolean;
  /** It stands before this step and never ends. */
  readonly heldAt?: number;
}

/**
 * Hub and symbol servers that speak the wire without an engine behind them: for looking at the cockpit, for its tests,
 * and for pictures of states. Every payload passes the wire's own schemas.
 */
export class FakeCockpit {
  scene: Scene;
  nowMs = FAKE_NOW_MS;
  role: Role;
  flattenScript: FlattenScript = { stepMs: [1, 58, 61, 23], isVerified: true, isSilent: false };
  /** Lets nobody in, as after a key that is no longer good. */
  isLocked = false;
  /** Another device reaches it, and its code is good for as long as a test may take. */
  readonly pairing: FakePairing = {
    url: 'http://192.168.1.20:3000/#pair=K7QM-2RTX',
    expires: '2099-11-20T19:24:50.000Z',
  };
  readonly devices = fakeDevices();
  readonly commands: string[] = [];
  readonly symbols: readonly FakeSymbol[];
  private readonly markets: ReadonlyMap<string, FakeMarket>;
  private readonly http: HttpServer;
  private readonly io: Server<HubTakes, HubSends>;
  private readonly isLive: boolean;
  private timer: NodeJS.Timeout | undefined;
  private port = 0;
  private receipts = 0;
  private readonly told: ReceiptMessage[] = [];
  private readonly flying = new Map<string, Promise<ReceiptMessage>>();

  constructor(options: FakeOptions = {}) {
    const folder = options.folder ?? join(import.meta.dirname, '../../dist/renderer');
    this.role = options.role ?? 'owner';
    this.isLive = options.isLive ?? false;
    this.markets = new Map(
      FAKE_CONTRACTS.map((contract, index) => [
        contract.root,
        new FakeMarket(contract, this.nowMs, options.minutes ?? 2_000, 1_000 + index),
      ]),
    );
    this.scene = tradingScene(this.markets, this.nowMs);
    const isDemo = options.isDemo ?? false;
    const acts = {
      flatten: (scope: string) => this.flatten(scope),
      stop: (scope: string) => this.setState(scope, 'EXITS_ONLY'),
      token: TOKEN,
    };
    this.symbols = FAKE_STRATEGIES.map(
      (strategy) => new FakeSymbol(strategy, this.marketOf(strategy.root), acts, isDemo),
    );
    this.http = createServer((request, response) => {
      allowOrigin(request, response);
      const url = new URL(request.url ?? '/', 'http://fake');
      const isApi = url.pathname.startsWith('/api/');
      if (isApi && options.isMute === true && !url.pathname.startsWith('/api/auth/')) return;
      const work = isApi
        ? answer(request, response, url, {
            ...acts,
            scene: () => this.scene,
            receipts: () => this.told,
            pairing: this.pairing,
            devices: this.devices,
            entries: () => this.entries(),
            role: () => (this.isLocked ? undefined : this.role),
            code: CODE,
            start: (scope) => this.setState(scope, 'RUN'),
            setSpeed: (speed) => this.setSpeed(speed),
            acknowledge: (difference) => this.acknowledge(difference),
            endFlatten: (scope) => this.commands.push(`end-flatten ${scope}`),
          })
        : sendFile(response, folder, url.pathname);
      work.catch((error: unknown) => sendFault(response, 500, 'internal', String(error)));
    });
    this.io = new Server(this.http, { cors: { origin: true } });
    this.io.on('connection', (socket) => {
      if (options.isMute === true) return;
      socket.on('pitwall:subscribe', () => {
        socket.emit('pitwall:subscribed', { seq: this.scene.account.asOf.seq, serverTime: new Date().toISOString() });
        socket.emit('pitwall:account', checked('pitwall:account', this.scene.account));
        for (const view of this.scene.views.values())
          socket.emit('pitwall:strategy', checked('pitwall:strategy', view));
        for (const alarm of this.scene.alarms) socket.emit('pitwall:alarm', checked('pitwall:alarm', alarm));
      });
      socket.on('subscribe:watchlist', (symbols) => {
        const { mode } = this.scene.account;
        const quote = (symbol: string) => watchQuote(symbol, this.markets.get(symbol), this.nowMs, mode);
        socket.emit('subscription:confirmed', { type: 'watchlist', symbols });
        for (const symbol of symbols) socket.emit('quote:update', checked('quote:update', quote(symbol)));
      });
      socket.on('chat:message', ({ message }) => {
        const sources = [{ kind: 'trades' as const, text: 'today\u2019s trades of MES' }];
        socket.emit(
          'chat:message',
          checked('chat:message', {
            id: 'c-1',
            message: `You asked: ${message}`,
            type: 'ai',
            sources,
            timestamp: new Date(this.nowMs).toISOString(),
          }),
        );
      });
      socket.on('pitwall:ping', ({ at }) => socket.emit('pitwall:pong', { at, serverTime: new Date().toISOString() }));
    });
  }

  /** Address of the cockpit with its one-time code. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/#open=${CODE}`;
  }

  async listen(port = 0, symbolPorts: readonly number[] = []): Promise<void> {
    await Promise.all(this.symbols.map((symbol, index) => symbol.listen(symbolPorts[index] ?? 0)));
    await this.openHub(port);
    if (this.isLive) this.timer = setInterval(() => this.advance(TICK_MS * this.speed()), TICK_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.http.closeAllConnections();
    await Promise.all([this.io.close(), ...this.symbols.map((symbol) => symbol.close())]);
  }

  /** The hub's port goes away with its sockets; the symbols stay. */
  async loseHub(): Promise<void> {
    this.io.disconnectSockets(true);
    await new Promise<void>((resolve) => {
      this.http.close(() => resolve());
      this.http.closeAllConnections();
    });
  }

  async regainHub(): Promise<void> {
    await this.openHub(this.port);
  }

  /** All of it is stopped in order: engines, then the hub. */
  async stopAll(): Promise<void> {
    await Promise.all(this.symbols.map((symbol) => symbol.stop()));
    await this.loseHub();
  }

  /** The hub comes back first, and engines where they were or, `isMoved`, on other ports. */
  async startAll(isMoved = false): Promise<void> {
    await this.regainHub();
    await Promise.all(this.symbols.map((symbol) => symbol.start(isMoved)));
  }

  tell<N extends keyof HubSends>(name: N, payload: Parameters<HubSends[N]>[0]): void {
    const emit = this.io.emit.bind(this.io) as (name: string, payload: unknown) => void;
    emit(name, checked(name, payload));
  }

  /** Market time goes on: prices move, bars close, the account is told. */
  advance(ms: number): void {
    this.nowMs += ms;
    for (const [root, market] of this.markets) {
      const closed = market.step(this.nowMs);
      for (const symbol of this.symbols) if (symbol.strategy.root === root) symbol.tell(closed);
    }
    const { account } = this.scene;
    const time = new Date(this.nowMs).toISOString();
    this.scene.account = {
      ...account,
      asOf: { ...account.asOf, time, step: account.asOf.step + 1 },
      quotes: quotesOf(this.markets, this.nowMs),
    };
    this.tellAccount();
  }

  /** Forming bars of all symbols move once, without the wire's cap on ticks. */
  tickAll(): void {
    for (const market of this.markets.values()) market.step(this.nowMs);
    for (const symbol of this.symbols) symbol.tell(undefined);
  }

  tellAccount(): void {
    this.tell('pitwall:account', this.scene.account);
  }

  /** Changes one strategy's book and tells the account. */
  setBook(id: string, change: Partial<CockpitBook>): void {
    const books = this.scene.account.books.map((book) => (book.id === id ? { ...book, ...change } : book));
    this.scene.account = settled({ ...this.scene.account, books });
    this.tellAccount();
  }

  marketOf(root: string): FakeMarket {
    const market = this.markets.get(root);
    if (market === undefined) throw new Error(`expected a fake market for ${root}`);
    return market;
  }

  private async openHub(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    const address = this.http.address();
    this.port = typeof address === 'object' && address !== null ? address.port : port;
  }

  private speed(): number {
    const { speed } = this.scene.account;
    return speed === 'max' ? 60 : speed;
  }

  private setSpeed(speed: number | 'max'): void {
    this.commands.push(`speed ${speed}`);
    this.scene.account = { ...this.scene.account, speed };
    this.tellAccount();
  }

  /** False where there is no such difference. */
  private acknowledge(difference: string): boolean {
    const { account } = this.scene;
    if (!account.differences.some(({ id }) => id === difference)) return false;
    this.commands.push(`acknowledge ${difference}`);
    const isOther = ({ subject }: { readonly subject: string }): boolean => subject !== difference;
    this.scene.account = {
      ...account,
      blocks: account.blocks.filter(isOther),
      books: account.books.map((book) => ({ ...book, blocks: book.blocks.filter(isOther) })),
      differences: account.differences.filter(({ id }) => id !== difference),
    };
    this.tellAccount();
    return true;
  }

  private setState(scope: string, state: 'RUN' | 'EXITS_ONLY'): void {
    this.commands.push(`${state === 'RUN' ? 'start' : 'stop'} ${scope}`);
    const ids = scope === 'account' ? FAKE_STRATEGIES.map((each) => each.id as string) : [scope];
    for (const id of ids) this.setBook(id, { ownState: state, state, stateReason: 'by_person' });
  }

  private async flatten(scope: string): Promise<ReceiptMessage> {
    this.commands.push(`flatten ${scope}`);
    // A flatten in flight is joined: one receipt for all who ask.
    const joined = this.flying.get(scope);
    if (joined !== undefined) return joined;
    const flight = this.fly(scope);
    this.flying.set(scope, flight);
    try {
      return await flight;
    } finally {
      this.flying.delete(scope);
    }
  }

  private async fly(scope: string): Promise<ReceiptMessage> {
    const { stepMs, isVerified, isSilent, heldAt } = this.flattenScript;
    this.receipts += 1;
    const id = `flatten-${this.receipts}`;
    const books = this.scene.account.books.filter((book) => scope === 'account' || book.id === scope);
    const orders = books.reduce((sum, book) => sum + book.workingOrders, 0);
    const quantity = books.reduce((sum, book) => sum + (book.position?.quantity ?? 0), 0);
    const texts = [
      'entries blocked',
      `canceled ${orders} orders`,
      quantity === 0 ? 'nothing open' : `closed ${quantity} at market`,
      'venue says flat, 0 working',
    ];
    const names = ['entries_blocked', 'orders_canceled', 'position_closed', 'venue_verified'];
    const steps: ReceiptMessage['steps'] = [];
    let ms = 0;
    for (const [index, text] of texts.entries()) {
      if (isSilent || (!isVerified && index > 1)) break;
      if (index === heldAt) await new Promise(() => undefined);
      await wait(stepMs[index] ?? 10);
      ms += stepMs[index] ?? 10;
      const name = names[index] ?? '';
      steps.push({ name, text, ms: stepMs[index] ?? 10 });
      this.tell('pitwall:flatten', { id, scope, step: name, text, ms: stepMs[index] ?? 10 });
    }
    if (isSilent || !isVerified) {
      await wait(3_200);
      const held = books.flatMap(({ symbol, position }) =>
        position === null ? [] : [`${symbol} ${position.quantity}`],
      );
      steps.push({
        name: 'not_verified',
        text: `not flat: the venue holds ${held.join(', ')}, ${orders} working`,
        ms: 2_941,
      });
      ms = 3_000;
    } else for (const book of books) this.flat(book);
    const receipt: ReceiptMessage = {
      id,
      scope,
      actor: 'owner',
      reason: 'manual',
      ended: isVerified && !isSilent,
      clock: 'wall',
      steps,
      verified: isVerified && !isSilent,
      positions:
        isVerified && !isSilent
          ? []
          : books.flatMap((book) =>
              book.position === null ? [] : [{ symbol: book.symbol, quantity: book.position.quantity }],
            ),
      workingOrders: isVerified && !isSilent ? 0 : orders,
      ms,
      timestamp: new Date(this.nowMs).toISOString(),
    };
    this.told.push(receipt);
    this.tell('pitwall:receipt', receipt);
    return receipt;
  }

  private flat(book: CockpitBook): void {
    const net = book.dayNet;
    for (const order of this.scene.orders)
      if (order.strategy === book.id && order.status === 'working') order.status = 'canceled';
    for (const order of this.scene.orders) if (order.strategy === book.id) this.tell('pitwall:order', order);
    this.setBook(book.id, {
      position: null,
      positions: [],
      workingOrders: 0,
      dayRealized: net,
      ownState: 'EXITS_ONLY',
      state: 'EXITS_ONLY',
      stateReason: 'flattened',
    });
  }

  private entries(): StrategyEntry[] {
    return this.symbols.map(({ strategy, url }) => {
      const book = this.scene.account.books.find((each) => each.id === strategy.id);
      return {
        ...strategy,
        url,
        state: book?.state ?? 'RUN',
        engine: book === undefined || book.engine === 'none' ? 'up' : book.engine,
        pnl: book?.dayNet ?? 0,
        drawdown: book?.drawdown ?? 0,
        trades: book?.dayTrades ?? 0,
      };
    });
  }
}

if (import.meta.main) {
  const fake = new FakeCockpit({ isLive: true });
  await fake.listen(Number(process.argv[2] ?? 3_900));
  console.log(`A made-up cockpit, no engine behind it: ${fake.url}`);
}
