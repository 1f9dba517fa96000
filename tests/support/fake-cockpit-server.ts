import { createServer, type Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import { Server } from 'socket.io';
import {
  type CockpitBook,
  type CockpitCatalog,
  HUB_TAKES,
  type HubSends,
  type HubTakes,
  type ReceiptMessage,
  type Role,
} from '../../engine/wire/index.ts';
import { encodeCatalog } from '../../engine/wire/encode/index.ts';
import { checkTaken } from './fake-cockpit/declared.ts';
import { fakeDevices } from './fake-cockpit/figures.ts';
import { type FlattenScript, fly } from './fake-cockpit/flight.ts';
import { chatAnswer, checked, type FakePairing, hubCalls } from './fake-cockpit/hub.ts';
import { FakePeople } from './fake-cockpit/people.ts';
import { FAKE_CONTRACTS, FakeMarket } from './fake-cockpit/market.ts';
import { FakeRecordings } from './fake-cockpit/recordings.ts';
import { FAKE_STRATEGIES, quotesOf, settled, tradingScene, type Scene } from './fake-cockpit/scene.ts';
import { FakeSources } from './fake-cockpit/sources.ts';
import { allowOrigin, sendFile } from './fake-cockpit/serve.ts';
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
  /** A simulation that never closes. */
  readonly isAlwaysOpen?: boolean;
  /** Lets the page in and then answers nothing: a cockpit that still loads. */
  readonly isMute?: boolean;
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
  /** What the hub tells of contracts. */
  catalog: CockpitCatalog = encodeCatalog();
  readonly devices = fakeDevices();
  readonly people = new FakePeople();
  readonly recordings = new FakeRecordings();
  readonly sources: FakeSources;
  /** What the page asked or the fake answered otherwise than it is declared. Tests expect none. */
  readonly faults: string[] = [];
  readonly commands: string[] = [];
  readonly symbols: readonly FakeSymbol[];
  private readonly markets: ReadonlyMap<string, FakeMarket>;
  private readonly http: HttpServer;
  private readonly io: Server<HubTakes, HubSends>;
  private readonly isLive: boolean;
  private readonly isMute: boolean;
  private timer: NodeJS.Timeout | undefined;
  private port = 0;
  private receipts = 0;
  private readonly told: ReceiptMessage[] = [];
  private readonly flying = new Map<string, Promise<ReceiptMessage>>();

  constructor(options: FakeOptions = {}) {
    const folder = options.folder ?? join(import.meta.dirname, '../../dist/renderer');
    this.role = options.role ?? 'owner';
    this.isLive = options.isLive ?? false;
    this.isMute = options.isMute ?? false;
    this.markets = new Map(
      FAKE_CONTRACTS.map((contract, index) => [
        contract.root,
        new FakeMarket(contract, this.nowMs, options.minutes ?? 2_000, 1_000 + index),
      ]),
    );
    this.scene = tradingScene(this.markets, this.nowMs);
    this.sources = new FakeSources(
      FAKE_STRATEGIES.map(({ id }) => id),
      FAKE_CONTRACTS.map(({ root }) => root),
    );
    const run = { isDemo: options.isDemo ?? false, isAlwaysOpen: options.isAlwaysOpen ?? false };
    if (run.isAlwaysOpen) this.scene.account = { ...this.scene.account, flatBy: null };
    const acts = {
      flatten: (scope: string) => this.flatten(scope),
      stop: (scope: string) => this.setState(scope, 'EXITS_ONLY'),
      token: TOKEN,
    };
    this.symbols = FAKE_STRATEGIES.map(
      (strategy) => new FakeSymbol(strategy, this.marketOf(strategy.root), acts, run, this.faults),
    );
    const calls = hubCalls(
      {
        ...acts,
        scene: () => this.scene,
        catalog: () => this.catalog,
        receipts: () => this.told,
        pairing: this.pairing,
        devices: this.devices,
        people: this.people,
        recordings: this.recordings,
        entries: () => this.symbols.map((symbol) => symbol.entry(this.scene.account)),
        role: () => (this.isLocked ? undefined : this.role),
        code: CODE,
        start: (scope) => this.setState(scope, 'RUN'),
        setSpeed: (speed) => this.setSpeed(speed),
        acknowledge: (difference) => this.acknowledge(difference),
        endFlatten: (scope) => this.commands.push(`end-flatten ${scope}`),
      },
      this.faults,
    );
    this.http = createServer((request, response) => {
      allowOrigin(request, response);
      const url = new URL(request.url ?? '/', 'http://fake');
      const isApi = url.pathname.startsWith('/api/');
      if (isApi && options.isMute === true && !url.pathname.startsWith('/api/auth/')) return;
      void (isApi ? calls.answer(request, response, url) : sendFile(response, folder, url.pathname));
    });
    this.io = new Server(this.http, { cors: { origin: true } });
    this.io.on('connection', (socket) => {
      checkTaken(socket, HUB_TAKES, this.faults);
      if (options.isMute === true) return;
      socket.on('pitwall:subscribe', () => {
        socket.emit('pitwall:subscribed', { seq: this.scene.account.asOf.seq, serverTime: new Date().toISOString() });
        socket.emit('pitwall:account', checked('pitwall:account', this.scene.account));
        socket.emit('pitwall:sources', checked('pitwall:sources', this.sourcesTold()));
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
        socket.emit('chat:message', checked('chat:message', chatAnswer(message, this.nowMs)));
      });
      socket.on('pitwall:ping', ({ at }) =>
        socket.emit('pitwall:pong', { at, serverTime: new Date().toISOString(), nonce: 'of-the-fake' }),
      );
    });
  }

  /** Address of the cockpit with its one-time code. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/#open=${CODE}`;
  }

  async listen(port = 0, symbolPorts: readonly number[] = []): Promise<void> {
    await Promise.all(this.symbols.map((symbol, index) => symbol.listen(symbolPorts[index] ?? 0)));
    await this.openHub(port);
    if (!this.isMute) this.sources.start((isNews) => this.tellSources(isNews));
    if (this.isLive) this.timer = setInterval(() => this.advance(TICK_MS * this.speed()), TICK_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.sources.close();
    this.http.closeAllConnections();
    await Promise.all([this.io.close(), this.recordings.close(), ...this.symbols.map((symbol) => symbol.close())]);
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

  /** One falls silent: "venue", "desk", "file", "engine MNQ", "feed MGC"; "hub": nothing more is told at all. */
  freeze(name: string): void {
    this.sources.frozen.add(name);
  }

  thaw(name: string): void {
    this.sources.frozen.delete(name);
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

  private sourcesTold() {
    return { sources: this.sources.messages, timestamp: new Date(this.nowMs).toISOString() };
  }

  private tellSources(isNews: boolean): void {
    this.tell('pitwall:sources', this.sourcesTold());
    if (!isNews) return;
    const ages = this.sources.messages;
    const stale = ages.some(({ kind, standing }) => kind === 'desk' && (standing === 'late' || standing === 'silent'));
    this.scene.account = { ...this.scene.account, ages, stale };
    this.tellAccount();
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
    this.receipts += 1;
    const receipt = await fly(this.flattenScript, {
      id: `flatten-${this.receipts}`,
      scope,
      books: this.scene.account.books.filter((book) => scope === 'account' || book.id === scope),
      tell: (step) => this.tell('pitwall:flatten', step),
      flat: (book) => this.flat(book),
      nowMs: () => this.nowMs,
    });
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
      positions: [],
      workingOrders: 0,
      dayRealized: net ?? book.dayRealized,
      ownState: 'EXITS_ONLY',
      state: 'EXITS_ONLY',
      stateReason: 'flattened',
    });
  }
}

if (import.meta.main) {
  const fake = new FakeCockpit({ isLive: true });
  await fake.listen(Number(process.argv[2] ?? 3_900));
  console.log(`A made-up cockpit, no engine behind it: ${fake.url}`);
}
