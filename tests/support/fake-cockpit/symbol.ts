import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import {
  SYMBOL_SENDS,
  type Interval,
  type ReceiptMessage,
  type StatusMessage,
  type SymbolConfig,
  type SymbolSends,
  type SymbolTakes,
} from '../../../engine/wire/index.ts';
import type { FakeMarket } from './market.ts';
import type { FAKE_STRATEGIES } from './scene.ts';
import { allowOrigin, sendFault, sendJson } from './serve.ts';

export type FakeStrategy = (typeof FAKE_STRATEGIES)[number];

export interface SymbolActs {
  readonly flatten: (scope: string) => Promise<ReceiptMessage>;
  readonly stop: (scope: string) => void;
  readonly token: string;
}

/** A strategy's server as document 000 wants it, over a fake market. */
export class FakeSymbol {
  readonly strategy: FakeStrategy;
  readonly market: FakeMarket;
  private readonly isDemo: boolean;
  private readonly http: HttpServer;
  private readonly io: Server<SymbolTakes, SymbolSends>;
  private port = 0;

  constructor(strategy: FakeStrategy, market: FakeMarket, acts: SymbolActs, isDemo: boolean) {
    this.isDemo = isDemo;
    this.strategy = strategy;
    this.market = market;
    this.http = createServer((request, response) => {
      allowOrigin(request, response);
      const url = new URL(request.url ?? '/', 'http://fake');
      if (request.method === 'OPTIONS') {
        response.writeHead(204).end();
        return;
      }
      if (request.method === 'GET' && url.pathname === '/api/chart') {
        const time = (name: string): number | undefined => {
          const given = url.searchParams.get(name);
          return given === null ? undefined : /^\d+$/.test(given) ? Number(given) : Date.parse(given);
        };
        const interval = (url.searchParams.get('interval') ?? '1m') as Interval;
        sendJson(
          response,
          200,
          market.points(interval, Number(url.searchParams.get('limit') ?? 500), time('to'), time('from')),
        );
        return;
      }
      if (request.method !== 'POST') return sendFault(response, 404, 'not_found', url.pathname);
      if (request.headers.authorization !== `Bearer ${acts.token}`)
        return sendFault(response, 401, 'unauthorized', 'a token is needed');
      if (url.pathname === '/api/position/flatten') {
        void acts
          .flatten(strategy.id)
          .then((receipt) => sendJson(response, 200, { success: receipt.verified, receipt }));
        return;
      }
      if (url.pathname === '/api/trading/stop') {
        acts.stop(strategy.id);
        sendJson(response, 200, { success: true, tradingEnabled: false, state: 'EXITS_ONLY' });
        return;
      }
      sendFault(response, 404, 'not_found', url.pathname);
    });
    this.io = new Server(this.http, { cors: { origin: true } });
    this.io.on('connection', (socket) => {
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
      rsiOversold: this.isDemo && !isPo3 ? 48 : 30,
      rsiOverbought: this.isDemo && !isPo3 ? 52 : 70,
      strategyId: this.strategy.number,
      id: this.strategy.id,
      strategy: this.strategy.name,
      tickSize: contract.tickSize,
      tickValue: contract.tickValue,
      simulated: true,
      parameters: isPo3
        ? { quantity: 2, rangeFrom: '20:00', rangeTo: '00:00', sweepTicks: 4, limitBars: 30, repeatHourly: this.isDemo }
        : {
            quantity: 1,
            bbPeriod: 20,
            bbStdDev: 3,
            rsiPeriod: 24,
            stopAtr: 1.5,
            targetAtr: 3,
            setupBars: 30,
            coolDownBars: 5,
            ...(this.isDemo ? { ignoreEntryHours: true } : {}),
          },
    };
  }
}
