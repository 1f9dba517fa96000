import type { Bar } from '../../domain/bar.ts';
import { scopeName } from '../../domain/scope.ts';
import { specOf } from '../../domain/catalog.ts';
import type { Receipt } from '../../domain/commands.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { SourceAge } from '../../domain/heard-sources.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { LogLine } from '../../domain/run.ts';
import type { AccountView } from '../../domain/views.ts';
import { Reads } from '../../adapters/reading/reads.ts';
import { admitCall } from '../../adapters/web/admission.ts';
import { encoded } from '../../adapters/web/encoded-json.ts';
import { FlattenWatch } from '../../adapters/web/flatten-watch.ts';
import { House } from '../../adapters/web/house.ts';
import { RateGate } from '../../adapters/web/rate-gate.ts';
import { TokenCheck } from '../../adapters/web/token-check.ts';
import type { Grants } from '../../wire/link/grants.ts';
import type { FlattenProgress } from '../../wire/link/messages.ts';
import {
  encodeAccount,
  encodeAlarm,
  encodeAlert,
  encodeCockpitTrade,
  encodeForming,
  encodeReceipt,
  encodeSources,
  encodeStrategyView,
  encodeTick,
  encodeTrade,
  toIso,
} from '../../wire/encode/index.ts';
import { type ChartPoint, INTERVALS, type Interval, type TickMessage } from '../../wire/index.ts';
import { ChartMemory, HISTORY_POINTS } from './chart-memory.ts';
import { DeskStanding } from './desk-standing.ts';
import { IntervalBar, type WideInterval } from './intervals.ts';
import { LOG_TAIL, LogTail } from './log-tail.ts';
import { Picture } from './picture.ts';
import { PLAIN_PAGE } from './plain-page.ts';
import { bindSymbolRest } from './rest.ts';
import { refusal } from './socket-admission.ts';
import { SymbolDoor } from './symbol-door.ts';
import { COCKPIT, intervalRoom, type SymbolHouse, type SymbolSocket, takeMessages } from './sockets.ts';
import type { SymbolReads } from './symbol-reads.ts';
import { symbolConfig } from './symbol-config.ts';
import type { SymbolPublisher, SymbolServerDeps } from './symbol-server-deps.ts';

/** 10 a second of wall time. */
const TICK_GAP_MS = 100;
/** The status is sent at least so often, wall time; and not more often than this, whatever the speed. */
const STATUS_EVERY_MS = 30_000;
const STATUS_GAP_MS = 50;
const ACCOUNT_GAP_MS = 250;
const REVIEW_MS = 1_000;

/** Document 000's server: one strategy on one contract. It is told what is committed and shows it; it computes no P&L. */
export class SymbolServer implements SymbolPublisher {
  private readonly deps: SymbolServerDeps;
  private readonly spec: ContractSpec;
  private readonly house: SymbolHouse;
  private readonly door: SymbolDoor;
  private readonly picture: Picture;
  private readonly chart: ChartMemory;
  private readonly logs = new LogTail();
  private readonly flattens = new FlattenWatch();
  private readonly ticks: RateGate<Bar>;
  private readonly statuses: RateGate<undefined>;
  private readonly accounts: RateGate<AccountView>;
  private readonly reads: Reads<SymbolReads>;
  private intervals: IntervalBar[] = [];
  private contractId: string;
  private statusKey = '';
  private readonly desk: DeskStanding;
  private readonly cancels = new Map<string, () => void>();
  private closed = false;

  constructor(deps: SymbolServerDeps) {
    const { clock, strategy } = deps;
    this.deps = deps;
    this.spec = specOf(strategy.root);
    this.contractId = deps.contractId;
    this.house = new House({
      ...deps,
      what: `${strategy.id} symbol server`,
      tlsDir: deps.tlsDir,
      allowedOrigins: deps.allowedOrigins ?? [],
      hostNames: deps.hostNames ?? [],
      relays: 0,
    });
    this.door = new SymbolDoor({
      holders: this.house.holders,
      tokens: new TokenCheck({ ownerToken: deps.ownerToken, jwtSecret: deps.jwtSecret, clock }),
      clock,
      isLive: () => !deps.simulated,
    });
    this.reads = new Reads(clock, deps.reader);
    this.picture = new Picture(strategy, this.spec, deps.history);
    this.chart = new ChartMemory(this.spec);
    this.desk = new DeskStanding(clock);
    this.ticks = new RateGate<Bar>(clock, TICK_GAP_MS, (bar) => this.sendTick(bar));
    this.statuses = new RateGate<undefined>(clock, STATUS_GAP_MS, () => this.sendStatus());
    this.accounts = new RateGate<AccountView>(clock, ACCOUNT_GAP_MS, (view) => this.sendAccount(view));
  }

  /** Registered routes, for the test of the declarations. */
  get routes(): readonly string[] {
    return this.house.routes;
  }

  get connections(): number {
    return this.house.connections;
  }

  /** Reads what the file has, opens the port. */
  async listen(): Promise<{ url: string; port: number }> {
    const { deps, house } = this;
    const { contractId } = this;
    for (const { bar, json } of deps.history.points({ contractId, limit: HISTORY_POINTS })) this.chart.add(bar, json);
    for (const line of deps.history.logs(LOG_TAIL)) this.logs.add(line);
    this.refillIntervals();

    const exposed = house.isExposed;
    bindSymbolRest(
      house.app,
      (request, route) =>
        admitCall(request, route, { exposed, nowMs: deps.clock.now(), find: (each) => this.door.ofRequest(each) }),
      {
        deps,
        picture: this.picture,
        chart: this.chart,
        flattens: this.flattens,
        reads: this.reads,
        contractId: () => this.contractId,
      },
    );
    const opened = await house.open({
      page: {
        rendererDir: deps.rendererDir,
        place: { server: 'symbol', strategy: deps.strategy.id },
        fallback: PLAIN_PAGE,
      },
      admit: (socket) => refusal(socket, { door: this.door, exposed }),
      connected: (socket) => this.connected(socket),
    });
    this.repeat('status', STATUS_EVERY_MS, () => this.sendStatus());
    this.repeat('review', REVIEW_MS, () => this.reviewSockets());
    this.desk.heard.start((isNews) => this.tellSources(isNews));
    return opened;
  }

  publishBar(bar: Bar, json: string | undefined): void {
    this.ticks.flush();
    const point = this.chart.add(bar, json);
    if (this.picture.forming !== undefined && this.picture.forming.timeMs <= bar.timeMs)
      this.picture.forming = undefined;
    if (point === undefined) return;
    this.house.io.emit('bar', point);
    this.house.io.to(intervalRoom('1m')).emit('pitwall:bar', { interval: '1m', point });
    for (const interval of this.intervals) {
      for (const done of interval.close(bar)) {
        const wide: ChartPoint = encodeForming(this.spec, done);
        this.house.io
          .to(intervalRoom(interval.interval))
          .emit('pitwall:bar', { interval: interval.interval, point: wide });
      }
    }
  }

  publishTick(bar: Bar): void {
    if (bar.timeMs > (this.picture.forming?.timeMs ?? bar.timeMs)) this.ticks.flush();
    this.picture.forming = bar;
    this.ticks.offer(bar);
  }

  publishAccount(view: AccountView): void {
    this.picture.take(view);
    this.accounts.offer(view);
    this.statusMayHaveChanged();
  }

  publishGrants(grants: Grants): void {
    this.door.take(grants);
    this.reviewSockets();
  }

  publishSources(ages: readonly SourceAge[]): void {
    this.desk.heard.take(ages);
  }

  publishView(view: StrategyView): void {
    this.picture.strategyView = view;
    this.house.latest.send(
      COCKPIT,
      'pitwall:strategy',
      encodeStrategyView(this.deps.strategy, view, this.picture.timeMs),
    );
    this.statusMayHaveChanged();
  }

  publishRows(rows: readonly JournalRow[]): void {
    for (const row of rows) {
      this.picture.timeMs = Math.max(this.picture.timeMs, row.timeMs);
      const { event } = row;
      if (
        event.type === 'TradeClosed' &&
        event.trade.book === this.deps.strategy.id &&
        this.picture.trades.add(event.trade, row.seq)
      ) {
        this.house.io.emit('trade', encodeTrade(event.trade));
        this.house.io.to(COCKPIT).emit('pitwall:trade', encodeCockpitTrade(event.trade, this.deps.strategy.name));
      }
      const alert = encodeAlert(event);
      if (alert !== undefined) this.house.io.emit('alert', alert);
      const alarm = encodeAlarm(row);
      if (alarm !== undefined) this.house.io.to(COCKPIT).emit('pitwall:alarm', alarm);
    }
    this.statusMayHaveChanged();
  }

  publishLogs(lines: readonly LogLine[]): void {
    for (const line of lines) this.house.io.emit('log', this.logs.add(line));
  }

  flattenProgress(progress: FlattenProgress): void {
    this.flattens.progress(progress);
    const { id, scope, step, text, ms } = progress;
    this.house.io.to(COCKPIT).emit('pitwall:flatten', { id, scope: scopeName(scope), step, text, ms });
  }

  receipt(receipt: Receipt): void {
    this.flattens.receipt(receipt);
    this.house.io.to(COCKPIT).emit('pitwall:receipt', encodeReceipt(receipt));
  }

  deskLink(up: boolean, message: string): void {
    this.desk.linked(up, message);
    this.house.io.to(COCKPIT).emit('pitwall:link', this.desk.message);
    if (!up) this.house.io.emit('alert', { message: `The desk is not reachable: ${message}`, type: 'error' });
  }

  roll(contractId: string): void {
    if (contractId === this.contractId) return;
    this.contractId = contractId;
    this.ticks.close();
    this.chart.clear();
    this.picture.forming = undefined;
    this.refillIntervals();
    this.house.io.emit('config', symbolConfig(this.deps, this.spec, this.contractId));
    this.house.io.emit('chartHistory', []);
  }

  addKnownPorts(ports: readonly number[]): void {
    this.house.guard.add(ports);
  }

  /** Tells the clients, then closes the port. */
  async close(message: string): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const cancel of this.cancels.values()) cancel();
    this.ticks.close();
    this.statuses.close();
    this.accounts.close();
    this.desk.heard.close();
    await Promise.all([this.house.close(message), this.reads.close()]);
  }

  /** Sockets of those who are nobody any more are closed. */
  private reviewSockets(): void {
    for (const socket of this.house.io.sockets.sockets.values()) this.stands(socket);
  }

  private stands(socket: SymbolSocket): boolean {
    const { credential, address = '' } = socket.data;
    if (credential === undefined || this.door.again(credential, address) !== undefined) return true;
    socket.disconnect(true);
    return false;
  }

  private connected(socket: SymbolSocket): void {
    if (!this.stands(socket)) return;
    this.note(socket, `Dashboard client connected: ${socket.id}`);
    socket.on('disconnect', (reason) => this.note(socket, `Dashboard client disconnected: ${socket.id} (${reason})`));
    takeMessages(socket, {
      nowMs: () => this.deps.clock.monotonicMs(),
      historyJson: () => this.chart.json,
      intervalJson: (interval) => this.intervalJson(interval),
      pictures: (each) => this.sendPictures(each),
      audit: this.deps.audit,
      took: (name) => this.deps.logger.debug('socket message', { name, socketId: socket.id }),
      failed: (name, error) => this.deps.logger.error('a socket message failed', { name, error: String(error) }),
    });
    socket.emit('config', symbolConfig(this.deps, this.spec, this.contractId));
    socket.emit('chartHistory', encoded<ChartPoint[]>(this.chart.json));
    // One that resumes was given the lines that it missed.
    if (!socket.recovered) for (const line of this.logs.all) socket.emit('log', line);
    const status = this.picture.status();
    if (status !== undefined) socket.emit('status', status);
  }

  private sendPictures(socket: SymbolSocket): void {
    const { view, strategyView, timeMs } = this.picture;
    socket.emit('pitwall:link', this.desk.message);
    socket.emit('pitwall:sources', this.sources());
    if (view !== undefined) socket.emit('pitwall:account', encodeAccount(view, this.desk));
    if (strategyView !== undefined)
      socket.emit('pitwall:strategy', encodeStrategyView(this.deps.strategy, strategyView, timeMs));
  }

  private sendTick(bar: Bar): void {
    const message: TickMessage = encodeTick(this.spec, bar);
    this.house.latest.send(undefined, 'tick', message);
    this.house.latest.send(intervalRoom('1m'), 'pitwall:tick', { interval: '1m', bar: encodeForming(this.spec, bar) });
    for (const interval of this.intervals) {
      const room = intervalRoom(interval.interval);
      if (!this.house.io.sockets.adapter.rooms.has(room)) continue;
      const forming = interval.forming(bar);
      if (forming === undefined) continue;
      this.house.latest.send(room, 'pitwall:tick', {
        interval: interval.interval,
        bar: encodeForming(this.spec, forming),
      });
    }
  }

  private statusMayHaveChanged(): void {
    const key = this.picture.statusKey();
    if (key === this.statusKey || key === '') return;
    this.statusKey = key;
    this.statuses.offer(undefined);
  }

  private sendStatus(): void {
    const status = this.picture.status();
    if (status === undefined) return;
    this.house.latest.send(undefined, 'status', status);
    this.repeat('status', STATUS_EVERY_MS, () => this.sendStatus());
  }

  private sendAccount(view: AccountView): void {
    if (!this.house.io.sockets.adapter.rooms.has(COCKPIT)) return;
    this.house.latest.send(COCKPIT, 'pitwall:account', encodeAccount(view, this.desk));
  }

  private sources() {
    return { sources: encodeSources(this.desk.sources), timestamp: toIso(this.deps.clock.now()) };
  }

  private tellSources(isNews: boolean): void {
    this.house.latest.send(COCKPIT, 'pitwall:sources', this.sources());
    if (isNews && this.picture.view !== undefined) this.accounts.offer(this.picture.view);
  }

  /** `pitwall:history` of an interval, from memory: nobody who looks on makes this loop read. */
  private intervalJson(interval: Interval): string {
    const held = this.intervals.find((each) => each.interval === interval);
    const forming = held === undefined ? this.picture.forming : held.forming(this.picture.forming);
    const bar = forming === undefined ? null : encodeForming(this.spec, forming);
    return `{"interval":"${interval}","points":${held?.json ?? this.chart.json},"forming":${JSON.stringify(bar)}}`;
  }

  /** The longer intervals begin with what the file has of them. */
  private refillIntervals(): void {
    const { history, calendar } = this.deps;
    const { contractId, spec } = this;
    const wide = INTERVALS.filter((interval): interval is WideInterval => interval !== '1m');
    this.intervals = wide.map((interval) => new IntervalBar(interval, spec, calendar));
    const lastMinuteMs = history.points({ contractId, limit: 1 }).at(-1)?.bar.timeMs;
    if (lastMinuteMs === undefined) return;
    for (const held of this.intervals) {
      const { interval } = held;
      held.load(history.wideBars({ contractId, interval, calendar, limit: HISTORY_POINTS + 1 }), lastMinuteMs);
    }
  }

  /** Connections are logged here, and told to the others who look on; they do not push trading lines out of the tail. */
  private note(socket: SymbolSocket, message: string): void {
    this.deps.logger.info(message);
    if (this.picture.timeMs > 0)
      socket.broadcast.emit('log', { timestamp: toIso(this.picture.timeMs), message, type: 'info' });
  }

  private repeat(name: string, everyMs: number, act: () => void): void {
    this.cancels.get(name)?.();
    if (this.closed) return;
    this.cancels.set(
      name,
      this.deps.clock.after(everyMs, () => {
        this.repeat(name, everyMs, act);
        act();
      }),
    );
  }
}
