import assert from 'node:assert/strict';
import type { BrokerOrder } from '../../../engine/domain/broker.ts';
import type { TestEntry } from '../core-desk.ts';
import { ofDuty } from '../../../engine/domain/origin.ts';
import { OrderBoard } from '../../../engine/hub/picture/order-board.ts';
import { Ledger } from '../../../engine/execution/ledger.ts';
import { seeded } from '../random.ts';
import { CoreDesk } from '../core-desk.ts';
import { entryIntent } from '../rows.ts';

export interface WildFigures {
  entries: number;
  desks: number;
  restarts: number;
  quarantined: number;
  repeats: number;
  /** Entries that came to a fill. */
  fills: number;
  adopted: number;
}

/** One desk takes so many before the next one begins: its journal is folded anew at the end. */
const ENTRIES_A_DESK = 2_000;

/**
 * A venue that says anything: entries that are well formed and mean nothing, in any order, about orders of ours, of nobody
 * and of the past; books that agree with nothing. The desk never throws; what it has at the end is the fold of its rows,
 * and the hub's list of orders is the same.
 */
export function playWildVenue(options: { entries: number; seed: number }): WildFigures {
  const figures = { entries: 0, desks: 0, restarts: 0, quarantined: 0, repeats: 0, fills: 0, adopted: 0 };
  for (let index = 0; figures.entries < options.entries; index += 1) {
    const seed = options.seed * 1_000_003 + index;
    try {
      new WildDesk(seed, figures).play();
    } catch (error) {
      throw new Error(`desk ${index} of seed ${options.seed}: ${String(error)}`, { cause: error });
    }
    figures.desks += 1;
  }
  return figures;
}

class WildDesk {
  private readonly random: () => number;
  private readonly figures: WildFigures;
  private readonly bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
  private seq = 0;

  constructor(seed: number, figures: WildFigures) {
    this.random = seeded(seed);
    this.figures = figures;
  }

  play(): void {
    const { bench, figures } = this;
    bench.step({ MNQ: 100_000, MES: 24_000 });
    for (let told = 0; told < ENTRIES_A_DESK;) {
      const entries = Array.from({ length: this.upTo(8) }, () => this.entry());
      told += entries.length;
      bench.venue = this.chance(0.3) ? () => this.books() : () => bench.ownBooks();
      const wants = this.chance(0.2) ? { [this.pick(['MNQ', 'MES'])]: [entryIntent({ qty: this.upTo(3) })] } : {};
      bench.step(
        { MNQ: 100_000 + this.upTo(40), MES: 24_000 + this.upTo(40) },
        entries,
        wants,
        this.pick([250, 250, 1_000, 60_000]),
      );
      if (this.chance(0.02))
        bench.desk.act(ofDuty('risk', 'test'), false).startFlatten({ account: true }, 'risk_limit');
      if (this.chance(0.02)) this.clear();
      if (this.chance(0.01)) this.restart();
      this.see();
    }
    figures.entries += ENTRIES_A_DESK;
    figures.quarantined += bench.of('Quarantined').length;
    figures.repeats += bench.desk.intake.counts.repeats;
    figures.fills += bench.of('OrderFilled').length;
    figures.adopted += bench.of('PositionAdopted').length;
    this.compareFolds();
  }

  /** The desk's views are made, as they would be. */
  private see(): void {
    const view = this.bench.desk.view();
    for (const cents of [view.balanceCents, view.equityCents, view.dayNetCents])
      assert.ok(Number.isSafeInteger(cents), `${cents}`);
  }

  private restart(): void {
    this.bench.restart();
    this.figures.restarts += 1;
  }

  /** A person has looked: entries are taken again. */
  private clear(): void {
    const { desk } = this.bench;
    const act = desk.act({ by: 'person', user: 'owner', device: 'test', cause: 'seen' }, true);
    for (const key of [...desk.ledger.differences.keys()]) desk.reconciler.acknowledge(act, key);
    for (const [id, flatten] of [...desk.ledger.flattens]) {
      if (this.chance(0.5)) desk.flattens.giveUp(act, flatten, undefined, this.bench.endMs);
      void id;
    }
    for (const { id, trading } of desk.ledger.books()) {
      if (trading.state !== 'RUN') act.changeState({ book: id }, 'RUN', 'by_person');
    }
    if (desk.ledger.account.state !== 'RUN') act.changeState({ account: true }, 'RUN', 'by_person');
  }

  /** Ledger, desk after a restart and the hub's list: one and the same fold. */
  private compareFolds(): void {
    const { bench } = this;
    const { ledger } = bench.desk;
    const again = new Ledger();
    const board = new OrderBoard();
    for (const row of bench.journal.rows()) {
      again.apply(row);
      board.apply(row);
    }
    const open = [...ledger.fold.open()].map(({ order, status, qty, filledQty }) => ({
      id: order.orderId,
      status,
      qty,
      filledQty,
    }));
    assert.deepEqual(
      [...again.fold.open()].map(({ order, status, qty, filledQty }) => ({
        id: order.orderId,
        status,
        qty,
        filledQty,
      })),
      open,
    );
    assert.deepEqual(
      board.open.map(({ orderId, status, qty, filledQty }) => ({ id: orderId, status, qty, filledQty })).toSorted(byId),
      open.toSorted(byId),
    );
    for (const book of ledger.books()) {
      const nets = book.held().map(({ contractId, netQty }) => [contractId, netQty]);
      assert.deepEqual(
        again
          .book(book.id)
          .held()
          .map(({ contractId, netQty }) => [contractId, netQty]),
        nets,
      );
    }
    assert.equal(again.balanceCents(), ledger.balanceCents());
  }

  // --- what it says -----------------------------------------------------------------------------------------------------

  private entry(): TestEntry {
    const orderId = this.orderId();
    const head = this.chance(0.05) ? { reportSeq: this.oddSeq() } : { reportSeq: this.nextSeq() };
    const time = this.chance(0.1) ? { timeMs: this.pick([0, -1, 1e15, Number.NaN, this.bench.endMs + 5_000]) } : {};
    const told = { ...head, ...time };
    const qty = this.number([0, 1, 1, 1, 2, 3, 50, -1, 1.5]);
    const priceTicks = this.number([99_990, 100_000, 100_010, 0, -5, 0.5, 1e12]);
    const feeCents = this.number([0, 37, 37, 74, -37, 0.1]);
    switch (this.upTo(10)) {
      case 1:
        return { ...told, kind: 'accepted', orderId, status: this.pick(['working', 'suspended']) };
      case 2:
        return { ...told, kind: 'rejected', orderId, reason: this.pick(['outside_hours', 'bad_order']), detail: 'no' };
      case 3:
        return {
          ...told,
          kind: 'updated',
          orderId,
          qty,
          ...this.prices(),
          ...(this.chance(0.5) ? { commandId: 'MNQ-C1' } : {}),
        };
      case 4:
        return { ...told, kind: 'canceled', orderId, reason: this.pick(['by_flatten', 'oco', 'by_venue']) };
      case 5:
        return { ...told, kind: 'expired', orderId };
      case 6:
        return {
          ...told,
          kind: 'command_rejected',
          orderId,
          commandId: 'X',
          reason: this.pick(['unknown_order', 'refused']),
          detail: '',
        };
      case 7:
        return { ...told, kind: 'doubt', orderId, detail: 'no answer' };
      case 8:
        return { ...told, kind: 'doubt_over', orderId, found: this.pick(['live', 'gone', 'filled', 'never']) };
      case 9:
        return this.foreign(told, qty, priceTicks, feeCents);
      default: {
        const fillId = this.chance(0.1) ? 'F1' : `F${this.upTo(1_000_000)}`;
        return {
          ...told,
          kind: 'filled',
          orderId,
          fillId,
          qty,
          priceTicks,
          feeCents,
          leavesQty: this.number([0, 0, 0, 1, 2, -1]),
        };
      }
    }
  }

  private foreign(told: { readonly reportSeq: number }, qty: number, priceTicks: number, feeCents: number): TestEntry {
    const { bench } = this;
    const venueId = `V${this.upTo(5)}`;
    const known = this.chance(0.7);
    const contractId = known ? bench.contract('MNQ') : 'ZZZZ6';
    const facts = { ...bench.quoteFacts(), ...(known ? {} : { root: 'ZZZ', tickSize: 0.01, tickValueCents: 1_562.5 }) };
    const of = { ...told, venueId, contractId, contract: facts, side: this.pick(['buy', 'sell'] as const), qty };
    if (this.chance(0.5))
      return { ...of, kind: 'foreign_fill', fillId: `X${this.upTo(1_000_000)}`, priceTicks, feeCents };
    const status = this.pick(['working', 'filled', 'canceled', 'rejected', 'expired'] as const);
    const type = this.pick(['market', 'limit', 'stop'] as const);
    return { ...of, kind: 'foreign_order', type, status, filledQty: 0, reducing: this.chance(0.3), ...this.prices() };
  }

  private books() {
    const { bench } = this;
    const books = bench.ownBooks();
    const contractId = bench.contract('MNQ');
    const netQty = this.pick([-3, -1, 1, 2]);
    const positions = this.chance(0.5)
      ? []
      : [{ root: 'MNQ', contractId, netQty, costTicksSum: Math.abs(netQty) * 100_000 }];
    const openOrders: BrokerOrder[] = books.openOrders.filter(() => this.chance(0.7));
    return { ...books, positions, openOrders, cashCents: books.cashCents + this.pick([0, 0, -1, 5_000]) };
  }

  private orderId(): string {
    if (this.chance(0.2)) return this.pick(['', 'ZZZ-O1', 'MNQ-O99999', '__proto__', 'constructor', 'MNQ']);
    const open = [...this.bench.desk.ledger.fold.orders.keys()];
    return open.length === 0
      ? 'MNQ-O1'
      : this.chance(0.7)
        ? (open.at(-this.upTo(Math.min(6, open.length))) ?? '')
        : this.pick(open);
  }

  private prices(): { stopTicks?: number; limitTicks?: number } {
    return {
      ...(this.chance(0.5) ? { stopTicks: this.number([99_900, 99_950, 0, -1, 0.5]) } : {}),
      ...(this.chance(0.3) ? { limitTicks: this.number([100_100, 100_050, 0.25]) } : {}),
    };
  }

  private nextSeq(): number {
    this.seq += 1;
    return this.seq;
  }

  /** Told before, or with a gap. */
  private oddSeq(): number {
    if (this.chance(0.5)) return Math.max(1, this.seq - this.upTo(5));
    this.seq += 1 + this.upTo(4);
    return this.seq;
  }

  private number(of: readonly number[]): number {
    return this.pick(of);
  }

  private pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)] as T;
  }

  private chance(share: number): boolean {
    return this.random() < share;
  }

  private upTo(most: number): number {
    return 1 + Math.floor(this.random() * most);
  }
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
