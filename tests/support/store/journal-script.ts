import type { Bar } from '../../../engine/domain/bar.ts';
import type { StrategyIdentity } from '../../../engine/domain/book.ts';
import type { JournalEvent, JournalRow } from '../../../engine/domain/events.ts';
import type { Origin } from '../../../engine/domain/origin.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import type { Order } from '../../../engine/domain/order.ts';
import type { ExitReason } from '../../../engine/domain/reasons.ts';
import type { Direction } from '../../../engine/domain/units.ts';
import type { Commit, PnlDay, PnlMinute, PnlSecond } from '../../../engine/ports/journal.ts';
import { STRATEGIES } from '../../../engine/domain/book.ts';
import { specOf } from '../../../engine/domain/catalog.ts';
import { ALWAYS, tradingDay } from '../../../engine/domain/session.ts';
import { opposite, sign } from '../../../engine/domain/units.ts';
import { placingId } from '../../../engine/domain/ids.ts';

/**
 * A consistent run for tests of the store, made by rules of its own (no desk, no venue, no ledger): five books enter
 * with brackets, fill in parts, move stops, hit targets, are flattened, expire, are denied. The same seed is the same run.
 */
export interface ScriptOptions {
  readonly seed: number;
  readonly steps: number;
  readonly startMs?: number;
  readonly stepMs?: number;
  /** How much more often than now and then a flat book enters. */
  readonly eagerness?: number;
}

const DESK: Origin = { by: 'desk', duty: 'protection', cause: 'break-even after the first target' };
const CONTRACT: Readonly<Record<string, string>> = { MNQ: 'MNQZ6', MES: 'MESZ6', MGC: 'MGCG7', M6E: 'M6EZ6' };
const PRICE: Readonly<Record<string, number>> = { MNQ: 80_000, MES: 24_000, MGC: 26_000, M6E: 10_800 };
export const SCRIPT_START_MS = Date.parse('2026-11-18T20:00:00Z');
export const SCRIPT_BALANCE_CENTS = 5_000_000;

interface OpenTrade {
  readonly tradeId: string;
  readonly direction: Direction;
  readonly entry: Order;
  readonly stop: Order;
  readonly targets: Order[];
  readonly openTargets: Order[];
  entryMs: number;
  opened: number;
  closed: number;
  entrySum: number;
  exitSum: number;
  fees: number;
  stopTicks: number;
  readonly targetTicks: number;
  moved: boolean;
}

class ScriptBook {
  readonly identity: StrategyIdentity;
  orders = 0;
  commands = 0;
  trades = 0;
  fills = 0;
  waiting: { entry: Order; stop: Order; targets: Order[]; sinceStep: number } | undefined;
  open: OpenTrade | undefined;
  day = { gross: 0, fees: 0, trades: 0, wins: 0, min: 0, max: 0, high: 0, drawdown: 0 };
  minute = { number: 0, min: 0, max: 0, drawdown: 0, last: 0 };

  constructor(identity: StrategyIdentity) {
    this.identity = identity;
  }
}

/** The commits of a run, in order; the first begins it. */
export function journalScript(options: ScriptOptions): Commit[] {
  return new Script(options).run();
}

class Script {
  private readonly options: ScriptOptions;
  private readonly books = STRATEGIES.map((identity) => new ScriptBook(identity));
  private readonly prices = new Map(Object.entries(PRICE));
  private readonly forming = new Map<string, Bar>();
  private random: number;
  private seq = 0;
  private logSeq = 0;
  private step = 0;
  private timeMs: number;
  private tradingDay = '';
  private second = 0;
  private rows: JournalRow[] = [];
  private extra = emptyExtra();

  constructor(options: ScriptOptions) {
    this.options = options;
    this.random = options.seed * 2_654_435_761 + 1;
    this.timeMs = options.startMs ?? SCRIPT_START_MS;
    this.second = this.timeMs / 1_000;
  }

  run(): Commit[] {
    this.record(
      {
        type: 'RunStarted',
        mode: 'SIM',
        account: 'SIM-1',
        run: 'run-1',
        startBalanceCents: SCRIPT_BALANCE_CENTS,
        configHash: 'script',
      },
      null,
    );
    this.startDay();
    for (const { identity } of this.books) {
      this.record({ type: 'StrategyJoined', book: identity.id, contractId: contractOf(identity) }, identity.id);
    }
    const commits = [this.take()];
    for (let n = 1; n <= this.options.steps; n += 1) {
      this.oneStep(n);
      commits.push(this.take());
    }
    return commits;
  }

  private oneStep(n: number): void {
    const from = this.timeMs;
    this.step = n;
    this.timeMs += this.options.stepMs ?? 15_000;
    this.fillSeconds(this.timeMs);
    if (tradingDay(ALWAYS, this.timeMs) !== this.tradingDay) this.startDay();
    this.moveMarket(from);
    for (const book of this.books) {
      if (book.waiting !== undefined) this.fillEntry(book, book.waiting);
      else if (book.open !== undefined) this.manage(book, book.open);
      else this.perhapsEnter(book);
      this.sample(book);
    }
    if (this.chance(0.05)) {
      this.logSeq += 1;
      this.extra.logs.push({
        seq: this.logSeq,
        timeMs: this.timeMs,
        book: 'MNQ',
        type: 'info',
        message: `line at step ${n}`,
      });
    }
  }

  // --- orders -------------------------------------------------------------------------------------------------------

  private perhapsEnter(book: ScriptBook): void {
    const { id, root } = book.identity;
    if (!this.chance(0.03 * (this.options.eagerness ?? 1))) return;
    if (this.chance(0.1)) {
      const denied = { book: id, root, contractId: contractOf(book.identity), side: 'buy' as const, qty: 1 };
      const asked = { orderType: 'limit', limitTicks: 100, stopTicks: 80 } as const;
      this.record({ type: 'OrderDenied', ...denied, ...asked, reason: 'account_cap', detail: '11 of 10 micros' }, id);
      return;
    }
    const direction: Direction = this.chance(0.5) ? 'long' : 'short';
    const qty = book.identity.kind === 'po3' ? 2 : 1 + this.below(2);
    const limit = this.chance(0.3);
    const stopOffset = 8 + this.below(20);
    const base = { book: id, root, contractId: contractOf(book.identity) };
    const side = direction === 'long' ? ('buy' as const) : ('sell' as const);
    const nextId = (): string => `${id}-O${(book.orders += 1)}`;
    const entryId = nextId();
    const stopId = nextId();
    const targetQty = qty === 2 && this.chance(0.7) ? [1, 1] : [qty];
    const targetIds = targetQty.map(() => nextId());
    const entry: Order = {
      ...base,
      orderId: entryId,
      side,
      type: limit ? 'limit' : 'market',
      role: 'entry',
      qty,
      ...(limit ? { limitTicks: this.price(root), expiresMs: this.timeMs + 120_000 } : {}),
      bracket: {
        stop: { orderId: stopId, price: { offsetTicks: stopOffset }, qty },
        targets: targetIds.map((orderId, index) => ({
          orderId,
          price: { offsetTicks: stopOffset * (index + 1) },
          qty: targetQty[index]!,
        })),
        breakEvenAfterFirstTarget: targetIds.length > 1,
      },
      reducing: false,
      cause: `close beyond the band, RSI ${20 + this.below(10)}`,
    };
    const leg = { ...base, side: opposite(side), parentId: entryId, reducing: true };
    const stop: Order = { ...leg, orderId: stopId, type: 'stop', role: 'stop', qty, cause: 'protection' };
    const targets = targetIds.map((orderId, index): Order => ({
      ...leg,
      orderId,
      type: 'limit',
      role: 'target',
      qty: targetQty[index]!,
      cause: 'target',
    }));
    for (const order of [entry, stop, ...targets]) this.submit(order);
    book.waiting = { entry, stop, targets, sinceStep: this.step };
  }

  private submit(order: Order): void {
    const origin = { by: 'strategy', book: order.book, cause: '' } as const;
    this.record({ type: 'OrderSubmitted', order, commandId: placingId(order.orderId), epoch: 1, origin }, order.book);
  }

  private fillEntry(book: ScriptBook, waiting: NonNullable<ScriptBook['waiting']>): void {
    const { id, root } = book.identity;
    const { entry, stop, targets } = waiting;
    if (this.step === waiting.sinceStep + 1) {
      this.record({ type: 'OrderAccepted', orderId: entry.orderId, status: 'working' }, id);
      for (const order of [stop, ...targets]) {
        this.record({ type: 'OrderAccepted', orderId: order.orderId, status: 'suspended' }, id);
      }
    }
    if (entry.type === 'limit') {
      if (this.step > waiting.sinceStep + 6) {
        this.record({ type: 'OrderExpired', orderId: entry.orderId }, id);
        for (const order of [stop, ...targets]) this.cancel(book, order, 'parent_closed');
        book.waiting = undefined;
        return;
      }
      if (!this.chance(0.3)) return;
    }
    book.waiting = undefined;
    book.trades += 1;
    const direction: Direction = entry.side === 'buy' ? 'long' : 'short';
    const first = entry.limitTicks ?? this.price(root);
    const open: OpenTrade = {
      tradeId: `${book.identity.name}-${this.timeMs}-${book.trades}`,
      direction,
      entry,
      stop,
      targets,
      openTargets: [...targets],
      entryMs: this.timeMs,
      opened: 0,
      closed: 0,
      entrySum: 0,
      exitSum: 0,
      fees: 0,
      stopTicks: first - sign(direction) * 12,
      targetTicks: first + sign(direction) * 20,
      moved: false,
    };
    book.open = open;
    // What is closed in parts was entered at one price: no half ticks.
    const spread = entry.type === 'market' && targets.length === 1;
    const parts = entry.qty === 2 && this.chance(0.5) ? [1, 1] : [entry.qty];
    parts.forEach((qty, index) => {
      const leaves = entry.qty - parts.slice(0, index + 1).reduce((a, b) => a + b, 0);
      const fill = this.fill(book, entry, qty, first + (spread ? index : 0), leaves);
      open.opened += qty;
      open.entrySum += fill.priceTicks * qty;
      open.fees += fill.feeCents;
      this.record({ type: 'OrderUpdated', orderId: stop.orderId, qty: open.opened, stopTicks: open.stopTicks }, id);
    });
    for (const target of targets) {
      this.record({ type: 'OrderUpdated', orderId: target.orderId, qty: target.qty, limitTicks: open.targetTicks }, id);
    }
  }

  private manage(book: ScriptBook, open: OpenTrade): void {
    const { id, root } = book.identity;
    const dice = this.below(100);
    if (dice < 70) return;
    if (dice < 76 && !open.moved) {
      const commandId = `${id}-C${(book.commands += 1)}`;
      open.stopTicks += sign(open.direction) * 4;
      open.moved = true;
      const { orderId } = open.stop;
      this.record(
        {
          type: 'ModifySubmitted',
          orderId,
          commandId,
          stopTicks: open.stopTicks,
          origin: DESK,
        },
        id,
      );
      const qty = open.opened - open.closed;
      this.record({ type: 'OrderUpdated', orderId, qty, stopTicks: open.stopTicks, commandId }, id);
    } else if (dice < 88) {
      const target = open.openTargets.shift();
      if (target !== undefined) this.exit(book, open, target, target.qty, open.targetTicks, 'tp_hit');
    } else if (dice < 96) {
      const price = this.price(root) - sign(open.direction) * 3;
      this.exit(book, open, open.stop, open.opened - open.closed, price, open.moved ? 'break_even' : 'sl_hit');
    } else {
      this.flatten(book, open);
    }
  }

  private flatten(book: ScriptBook, open: OpenTrade): void {
    const { id, root } = book.identity;
    const origin: Origin = { by: 'person', user: 'owner', device: 'cockpit', cause: 'F8' };
    const flattenId = `${id}-F${this.seq + 1}`;
    const commandId = `person-${this.seq + 1}`;
    this.record(
      { type: 'CommandAccepted', commandId, kind: 'flatten', scope: { book: id }, lane: 'reducing', origin },
      id,
      true,
    );
    this.record({ type: 'FlattenStarted', flattenId, scope: { book: id }, reason: 'manual', origin }, id, true);
    for (const order of [open.stop, ...open.openTargets]) {
      const cancelId = `${id}-C${(book.commands += 1)}`;
      const { orderId } = order;
      this.record({ type: 'CancelSubmitted', orderId, commandId: cancelId, reason: 'by_flatten', origin }, id, true);
      this.record({ type: 'OrderCanceled', orderId, reason: 'by_flatten' }, id, true);
    }
    open.openTargets.length = 0;
    const qty = open.opened - open.closed;
    const closing: Order = {
      orderId: `${id}-O${(book.orders += 1)}`,
      book: id,
      root,
      contractId: contractOf(book.identity),
      side: opposite(open.entry.side),
      type: 'market',
      role: 'exit',
      qty,
      reducing: true,
      cause: 'F8',
      exitReason: 'manual',
    };
    this.submit(closing);
    this.record({ type: 'OrderAccepted', orderId: closing.orderId, status: 'working' }, id);
    this.exit(book, open, closing, qty, this.price(root), 'manual');
    this.record({ type: 'FlattenEnded', flattenId, scope: { book: id }, verified: true }, id);
    this.record(
      { type: 'StateChanged', scope: { book: id }, from: 'RUN', to: 'EXITS_ONLY', reason: 'flattened', origin },
      id,
    );
    this.record(
      { type: 'StateChanged', scope: { book: id }, from: 'EXITS_ONLY', to: 'RUN', reason: 'by_person', origin },
      id,
    );
    this.extra.receipts.push({
      id: flattenId,
      scope: { book: id },
      actor: 'owner',
      reason: 'manual',
      ended: true,
      clock: 'wall',
      steps: [{ name: 'position_closed', text: `closed ${qty}`, ms: 3 }],
      verified: true,
      positions: [],
      workingOrders: 0,
      ms: 4,
      timeMs: this.timeMs,
    });
  }

  private exit(book: ScriptBook, open: OpenTrade, order: Order, qty: number, price: number, reason: ExitReason): void {
    const { id } = book.identity;
    const fill = this.fill(book, order, qty, price, 0);
    open.closed += qty;
    open.exitSum += price * qty;
    open.fees += fill.feeCents;
    const { tickValueCents } = specOf(book.identity.root);
    const average = open.entrySum / open.opened;
    book.day.gross += sign(open.direction) * (price - average) * qty * tickValueCents;
    const left = open.opened - open.closed;
    if (left > 0) {
      this.record({ type: 'OrderUpdated', orderId: open.stop.orderId, qty: left, stopTicks: open.stopTicks }, id);
      return;
    }
    for (const other of [open.stop, ...open.openTargets])
      if (other !== order && reason !== 'manual') this.cancel(book, other, 'oco');
    book.open = undefined;
    this.closeTrade(book, open, reason, tickValueCents);
  }

  private closeTrade(book: ScriptBook, open: OpenTrade, exitReason: ExitReason, tickValueCents: number): void {
    const grossCents = sign(open.direction) * (open.exitSum - open.entrySum) * tickValueCents + 0; // no negative zero
    const netCents = grossCents - open.fees;
    book.day.gross = Math.round(book.day.gross);
    book.day.trades += 1;
    if (netCents > 0) book.day.wins += 1;
    this.record(
      {
        type: 'TradeClosed',
        trade: {
          tradeId: open.tradeId,
          book: book.identity.id,
          root: book.identity.root,
          contractId: contractOf(book.identity),
          direction: open.direction,
          qty: open.opened,
          entryTicksSum: open.entrySum,
          exitTicksSum: open.exitSum,
          entryMs: open.entryMs,
          exitMs: this.timeMs,
          tradingDay: this.tradingDay,
          grossCents,
          feesCents: open.fees,
          netCents,
          riskCents: 12 * open.opened * tickValueCents,
          maeCents: Math.max(0, -grossCents),
          mfeCents: Math.max(0, grossCents),
          exitReason,
          entryReason: open.entry.cause,
        },
      },
      book.identity.id,
    );
  }

  private cancel(book: ScriptBook, order: Order, reason: 'oco' | 'parent_closed'): void {
    this.record({ type: 'OrderCanceled', orderId: order.orderId, reason }, book.identity.id);
  }

  private fill(book: ScriptBook, order: Order, qty: number, priceTicks: number, leavesQty: number): Fill {
    const fill: Fill = {
      fillId: `${order.orderId}-E${(book.fills += 1)}`,
      orderId: order.orderId,
      book: book.identity.id,
      root: order.root,
      contractId: order.contractId,
      side: order.side,
      qty,
      priceTicks,
      feeCents: specOf(order.root).feePerSideCents * qty,
      timeMs: this.timeMs,
    };
    book.day.fees += fill.feeCents;
    this.record({ type: 'OrderFilled', fill, leavesQty }, book.identity.id);
    return fill;
  }

  // --- figures ------------------------------------------------------------------------------------------------------

  private pnl(book: ScriptBook): number {
    const { open, day, identity } = book;
    if (open === undefined) return Math.round(day.gross) - day.fees;
    const average = open.entrySum / open.opened;
    const held = open.opened - open.closed;
    const floating =
      sign(open.direction) * (this.price(identity.root) - average) * held * specOf(identity.root).tickValueCents;
    return Math.round(day.gross + floating) - day.fees;
  }

  private sample(book: ScriptBook): void {
    const pnl = this.pnl(book);
    const { day, minute } = book;
    day.min = Math.min(day.min, pnl);
    day.max = Math.max(day.max, pnl);
    day.high = Math.max(day.high, pnl);
    day.drawdown = Math.max(day.drawdown, day.high - pnl);
    minute.last = pnl;
    minute.min = Math.min(minute.min, pnl);
    minute.max = Math.max(minute.max, pnl);
    minute.drawdown = Math.max(minute.drawdown, day.high - pnl);
  }

  /** The row of second s holds what stood at the instant s. */
  private fillSeconds(untilMs: number): void {
    const last = Math.floor(untilMs / 1_000);
    for (let second = this.second + 1; second <= last; second += 1) {
      for (const book of this.books) {
        const pnlCents = this.pnl(book);
        const drawdownCents = book.day.high - pnlCents;
        const strategy = book.identity.number;
        this.extra.pnlSeconds.push({ second, strategy, pnlCents, drawdownCents });
        const minute = Math.floor(second / 60);
        if (minute === book.minute.number) continue;
        if (book.minute.number !== 0) this.flushMinute(book);
        book.minute = { number: minute, min: pnlCents, max: pnlCents, drawdown: drawdownCents, last: pnlCents };
      }
    }
    this.second = last;
  }

  private flushMinute(book: ScriptBook): void {
    const { number, last, min, max, drawdown } = book.minute;
    const strategy = book.identity.number;
    this.extra.pnlMinutes.push({
      minute: number,
      strategy,
      lastCents: last,
      minCents: min,
      maxCents: max,
      drawdownCents: drawdown,
    });
    this.extra.pnlDays.push(this.dayRow(book));
  }

  private dayRow({ identity, day }: ScriptBook): PnlDay {
    return {
      tradingDay: this.tradingDay,
      strategy: identity.number,
      netCents: Math.round(day.gross) - day.fees,
      grossCents: Math.round(day.gross),
      feesCents: day.fees,
      trades: day.trades,
      wins: day.wins,
      minCents: day.min,
      maxCents: day.max,
      maxDrawdownCents: day.drawdown,
    };
  }

  private startDay(): void {
    for (const book of this.books) {
      if (this.tradingDay !== '') this.extra.pnlDays.push(this.dayRow(book));
      // A position that is held over the day keeps its cost; the day's sums begin anew.
      book.day = { gross: 0, fees: 0, trades: 0, wins: 0, min: 0, max: 0, high: 0, drawdown: 0 };
    }
    this.tradingDay = tradingDay(ALWAYS, this.timeMs);
    this.record({ type: 'DayStarted', tradingDay: this.tradingDay }, null);
  }

  private moveMarket(fromMs: number): void {
    for (const root of this.prices.keys()) {
      const price = this.price(root) + this.below(7) - 3;
      this.prices.set(root, price);
      const minuteMs = Math.floor(fromMs / 60_000) * 60_000;
      const bar = this.forming.get(root);
      if (bar !== undefined && bar.timeMs === minuteMs) {
        const { open, high, low, volume } = bar;
        this.forming.set(root, {
          timeMs: minuteMs,
          open,
          high: Math.max(high, price),
          low: Math.min(low, price),
          close: price,
          volume: volume + 3,
        });
        continue;
      }
      if (bar !== undefined) this.closeBar(root, bar);
      this.forming.set(root, { timeMs: minuteMs, open: price, high: price, low: price, close: price, volume: 1 });
    }
  }

  private closeBar(root: string, bar: Bar): void {
    this.extra.bars.push({ contractId: CONTRACT[root]!, root, bar });
    for (const { identity } of this.books) {
      if (identity.root !== root) continue;
      const json = JSON.stringify({ rsi: 50 + (bar.close % 10), bbUpper: bar.high * 0.25 });
      this.extra.points.push({ strategy: identity.number, timeMs: bar.timeMs, json });
      this.extra.snapshots.push({
        strategy: identity.number,
        step: this.step,
        json: JSON.stringify({ of: identity.id, step: this.step, window: Array.from({ length: 20 }, () => bar.close) }),
      });
    }
  }

  // --- chance and bookkeeping ---------------------------------------------------------------------------------------

  private price(root: string): number {
    return this.prices.get(root)!;
  }

  private next(): number {
    this.random = (Math.imul(this.random | 0, 1_664_525) + 1_013_904_223) | 0;
    return ((this.random >>> 8) & 0xffffff) / 0x1000000;
  }

  private chance(p: number): boolean {
    return this.next() < p;
  }

  private below(n: number): number {
    return Math.floor(this.next() * n);
  }

  private record(event: JournalEvent, book: string | null, interactive = false): void {
    this.seq += 1;
    this.rows.push({ seq: this.seq, step: this.step + 1, timeMs: this.timeMs, book, interactive, event });
  }

  private take(): Commit {
    const commit: Commit = {
      step: this.step,
      stepEndMs: this.timeMs,
      rows: this.rows,
      ...this.extra,
      deskState: JSON.stringify({ step: this.step, seq: this.seq }),
      durable: this.rows.some(({ event }) => event.type === 'OrderSubmitted' || event.type === 'OrderFilled'),
    };
    this.rows = [];
    this.extra = emptyExtra();
    return commit;
  }
}

function contractOf(identity: StrategyIdentity): string {
  return CONTRACT[identity.root]!;
}

function emptyExtra() {
  return {
    bars: [] as Commit['bars'][number][],
    points: [] as Commit['points'][number][],
    snapshots: [] as Commit['snapshots'][number][],
    pnlSeconds: [] as PnlSecond[],
    pnlMinutes: [] as PnlMinute[],
    pnlDays: [] as PnlDay[],
    logs: [] as Commit['logs'][number][],
    receipts: [] as Commit['receipts'][number][],
  };
}

/** A commit that only moves the step on. */
export function emptyCommit(step: number, extra: Partial<Commit> = {}): Commit {
  return {
    step,
    stepEndMs: SCRIPT_START_MS + step * 250,
    rows: [],
    ...emptyExtra(),
    deskState: undefined,
    durable: false,
    ...extra,
  };
}

/** A journal row of no great meaning. */
export function someRow(seq: number, step: number, extra: Partial<JournalRow> = {}): JournalRow {
  return {
    seq,
    step,
    timeMs: SCRIPT_START_MS + step * 250,
    book: null,
    interactive: false,
    event: { type: 'Alarm', code: 'feed_back', message: `row ${seq}` },
    ...extra,
  };
}
