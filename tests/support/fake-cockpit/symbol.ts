import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import {
  SYMBOL_ROUTES,
  SYMBOL_SENDS,
  type CockpitAccount,
  SYMBOL_TAKES,
  type ReceiptMessage,
  type StrategyEntry,
  type StatusMessage,
  type SymbolConfig,
  type SymbolSends,
  type SymbolTakes,
} from '../../../engine/wire/index.ts';
import { encodeCatalog } from '../../../engine/wire/encode/index.ts';
import type { FakeMarket } from './market.ts';
import type { FAKE_STRATEGIES } from './scene.ts';
import { checkTaken, DeclaredCalls } from './declared.ts';
import { allowOrigin } from './serve.ts';

export type FakeStrategy = (typeof FAKE_STRATEGIES)[number];

export interface SymbolActs {
  readonly flatten: (scope: string) => Promise<ReceiptMessage>;
  readonly stop: (scope: string) => void;
  readonly token: string;
}

export interface FakeRun {
  /** With the DEMO preset. */
  readonly isDemo: boolean;
  readonly isAlwaysOpen: boolean;
}

const HOURS = { entriesFrom: '17:00', entriesUntil: '15:00', flatBy: '15:05' };

/** A strategy's server as document 000 wants it, over a fake market. */
export class FakeSymbol {
  readonly strategy: FakeStrategy;
  readonly market: FakeMarket;
  private readonly run: FakeRun;
  private readonly http: HttpServer;
  private readonly io: Server<SymbolTakes, SymbolSends>;
  private port = 0;

  constructor(strategy: FakeStrategy, market: FakeMarket, acts: SymbolActs, run: FakeRun, faults: string[]) {
    this.run = run;
    this.strategy = strategy;
    this.market = market;
    const calls = this.calls(acts, faults);
    this.http = createServer((request, response) => {
      allowOrigin(request, response);
      if (request.method === 'OPTIONS') response.writeHead(204).end();
      else void calls.answer(request, response, new URL(request.url ?? '/', 'http://fake'));
    });
    this.io = new Server(this.http, { cors: { origin: true } });
    this.io.on('connection', (socket) => {
      checkTaken(socket, SYMBOL_TAKES, faults);
      socket.emit('config', SYMBOL_SENDS.config.payload.parse(this.config()));
      socket.emit('chartHistory', SYMBOL_SENDS.chartHistory.payload.parse(market.points('1m', 500)));
      socket.emit('tick', this.tick());
      socket.on('pitwall:subscribe', ({ interval }) => {
        void socket.join(`bars ${interval}`);
        socket.emit('pitwall:history', { interval, points: market.points(interval, 500), forming: null });
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    const address = this.http.address();
    this.port = typeof address === 'object' && address !== null ? address.port : port;
  }

  /** As an engine that stops in order: it ends its sockets itself, then its port is gone. */
  async stop(): Promise<void> {
    this.io.disconnectSockets(true);
    await new Promise<void>((resolve) => {
      this.http.close(() => resolve());
      this.http.closeAllConnections();
    });
  }

  /** Back on the same port, or on another. */
  async start(isMoved: boolean): Promise<void> {
    await this.listen(isMoved ? 0 : this.port);
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    await this.io.close();
  }

  /** Tells everybody of the forming bar, and of one that closed. */
  tell(closed: ReturnType<FakeMarket['step']>): void {
    if (closed !== undefined) this.io.emit('bar', SYMBOL_SENDS.bar.payload.parse(closed));
    this.io.emit('tick', this.tick());
  }

  status(status: StatusMessage): void {
    this.io.emit('status', SYMBOL_SENDS.status.payload.parse(status));
  }

  /** As the hub lists it. */
  entry(account: CockpitAccount): StrategyEntry {
    const { strategy, url } = this;
    const book = account.books.find((each) => each.id === strategy.id);
    return {
      ...strategy,
      url,
      state: book?.state ?? 'RUN',
      engine: book === undefined || book.engine === 'none' ? 'up' : book.engine,
      pnl: book?.dayNet ?? 0,
      drawdown: book?.drawdown ?? 0,
      trades: book?.dayTrades ?? 0,
    };
  }

  private calls({ flatten, stop, token }: SymbolActs, faults: string[]): DeclaredCalls<typeof SYMBOL_ROUTES> {
    const { id } = this.strategy;
    const time = (given: string | undefined): number | undefined =>
      given === undefined ? undefined : /^\d+$/.test(given) ? Number(given) : Date.parse(given);
    return new DeclaredCalls(
      SYMBOL_ROUTES,
      {
        chart: ({ query: { interval, limit, to, from } }) =>
          this.market.points(interval ?? '1m', limit ?? 500, time(to), time(from)),
        contracts: encodeCatalog,
        flatten: async () => {
          const receipt = await flatten(id);
          return { success: receipt.verified, receipt };
        },
        stop: () => {
          stop(id);
          return { success: true, tradingEnabled: false, state: 'EXITS_ONLY' };
        },
      },
      (request, { method }) => method === 'GET' || request.headers.authorization === `DPoP ${token}`,
      faults,
    );
  }

  private tick(): Parameters<SymbolSends['tick']>[0] {
    const { volume: _, ...bar } = this.market.formingBar;
    return SYMBOL_SENDS.tick.payload.parse(bar);
  }

  private config(): SymbolConfig {
    const { contract } = this.market;
    const isPo3 = this.strategy.kind === 'po3';
    return {
      symbol: contract.symbol,
      bbPeriod: 20,
      bbStdDev: 3,
      rsiPeriod: 24,
      rsiOversold: this.run.isDemo && !isPo3 ? 48 : 30,
      rsiOverbought: this.run.isDemo && !isPo3 ? 52 : 70,
      strategyId: this.strategy.number,
      id: this.strategy.id,
      strategy: this.strategy.name,
      tickSize: contract.tickSize,
      tickValue: contract.tickValue,
      simulated: true,
      hours: this.run.isAlwaysOpen ? 'always' : 'cme',
      parameters: isPo3
        ? {
            ...HOURS,
            quantity: 2,
            rangeFrom: '20:00',
            rangeTo: '00:00',
            sweepTicks: 4,
            limitBars: 30,
            repeatHourly: this.run.isDemo,
          }
        : {
            ...HOURS,
            quantity: 1,
            bbPeriod: 20,
            bbStdDev: 3,
            rsiPeriod: 24,
            stopAtr: 1.5,
            targetAtr: 3,
            setupBars: 30,
            coolDownBars: 5,
            ...(this.run.isDemo ? { ignoreEntryHours: true } : {}),
          },
    };
  }
}
