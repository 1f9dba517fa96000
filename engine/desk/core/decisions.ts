import type { Intent } from '../../domain/intent.ts';
import type { Origin } from '../../domain/events.ts';
import type { CancelReason } from '../../domain/reasons.ts';
import type { Denied, RiskView } from '../../risk/request.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { DeskCore } from './desk-core.ts';
import type { DeskStrategy } from './options.ts';
import { frontMonthAt } from '../../domain/contract-month.ts';
import { stricter } from '../../domain/book.ts';
import { specOf } from '../../domain/catalog.ts';
import { flatBy, sessionAt } from '../../domain/session.ts';
import { entryOrders } from '../../execution/place-entry.ts';
import { roomLeftCents } from '../../risk/loss-breach.ts';
import { checkEntry } from '../../risk/check-entry.ts';
import { entrySide, MINUTE_MS } from '../../domain/units.ts';
import { denialWords } from './denial-words.ts';
import { isClosed } from '../../domain/order.ts';

type Entry = Extract<Intent, { kind: 'enter' }>;

/** Entries end so long before a roll as they do before an early close. */
const ENTRIES_END_BEFORE_ROLL_MS = 15 * MINUTE_MS;

/** Turns strategies' intents into orders, or denies them. */
export class Decisions {
  private readonly desk: DeskCore;

  constructor(desk: DeskCore) {
    this.desk = desk;
  }

  decide(strategy: DeskStrategy, intent: Intent, endMs: TimeMs): void {
    switch (intent.kind) {
      case 'enter':
        this.enter(strategy, intent, endMs);
        return;
      case 'cancel-entry':
        this.cancelEntry(strategy, intent.why);
        return;
      case 'exit':
        this.exit(strategy, intent, endMs);
        return;
    }
  }

  private enter(strategy: DeskStrategy, intent: Entry, endMs: TimeMs): void {
    const { desk } = this;
    const { id, root } = strategy.identity;
    const contractId = desk.contractOf(root, endMs);
    const denied = checkEntry(intent, this.riskView(strategy, endMs));
    if (denied !== undefined) {
      this.deny(strategy, intent, denied, contractId, endMs);
      return;
    }
    const book = desk.ledger.book(id);
    const orders = entryOrders(intent, { book: id, root, contractId, orderCount: book.orderCount, endMs });
    const origin = { actor: `strategy:${id}`, device: 'desk', cause: intent.why };
    for (const order of orders) {
      desk.record(
        { type: 'OrderSubmitted', order, commandId: order.orderId, epoch: desk.options.epoch, origin },
        id,
        endMs,
      );
    }
    const [entry] = orders;
    if (entry !== undefined) desk.command({ kind: 'place', commandId: entry.orderId, order: entry });
  }

  private deny(strategy: DeskStrategy, intent: Entry, denied: Denied, contractId: string, endMs: TimeMs): void {
    const { id, root } = strategy.identity;
    const message = denialWords(this.desk.ledger, id, denied);
    this.desk.recorder.log({ timeMs: endMs, book: id, type: 'warning', message });
    this.desk.record(
      {
        type: 'OrderDenied',
        book: id,
        root,
        contractId,
        side: entrySide(intent.direction),
        qty: intent.qty,
        ...denied,
      },
      id,
    );
  }

  private cancelEntry(strategy: DeskStrategy, why: string): void {
    const { id } = strategy.identity;
    for (const state of this.desk.ledger.openOrders(id)) {
      if (state.order.role !== 'entry' || state.status === 'pending_cancel') continue;
      cancelOrder(this.desk, state.order.orderId, 'by_strategy', {
        actor: `strategy:${id}`,
        device: 'desk',
        cause: why,
      });
    }
  }

  private exit(strategy: DeskStrategy, intent: Extract<Intent, { kind: 'exit' }>, endMs: TimeMs): void {
    const { id, root } = strategy.identity;
    const { ledger } = this.desk;
    if (ledger.flattens.has(id) || ledger.flattens.has('account')) return;
    if (ledger.book(id).position.netQty === 0 && ledger.openOrders(id).length === 0) return;
    if (sessionAt(this.desk.options.calendar, root, endMs - 1) === undefined) return;
    this.desk.startFlatten(id, intent.reason, { actor: `strategy:${id}`, device: 'desk', cause: intent.why });
  }

  private riskView(strategy: DeskStrategy, endMs: TimeMs): RiskView {
    const { ledger, market, options, recorder, figures } = this.desk;
    const loss = figures.loss();
    const { id, root } = strategy.identity;
    const spec = specOf(root);
    const session = sessionAt(options.calendar, root, endMs);
    const entriesEndMs =
      session === undefined ? endMs : (flatBy(options.calendar, session)?.entriesEndMs ?? Number.POSITIVE_INFINITY);
    const rollMs = frontMonthAt(options.calendar, root, endMs).untilMs;
    const open = ledger.openOrders(id);
    let otherLong = 0;
    let otherShort = 0;
    let exposureMicros = 0;
    for (const other of options.strategies) {
      const book = ledger.book(other.identity.id);
      const pending = ledger
        .openOrders(other.identity.id)
        .filter((state) => state.order.role === 'entry')
        .map((state) => ({ long: state.order.side === 'buy', qty: state.qty - state.filledQty }));
      const net = book.position.netQty;
      const waiting = pending.reduce((sum, entry) => sum + entry.qty, 0);
      exposureMicros += (Math.abs(net) + waiting) * specOf(other.identity.root).capWeight;
      if (other.identity.id === id || other.identity.root !== root) continue;
      otherLong += Math.max(0, net) + pending.filter((entry) => entry.long).reduce((sum, entry) => sum + entry.qty, 0);
      otherShort +=
        Math.max(0, -net) + pending.filter((entry) => !entry.long).reduce((sum, entry) => sum + entry.qty, 0);
    }
    return {
      spec,
      state: stricter(ledger.book(id).trading.state, ledger.account.state),
      flattening: ledger.flattens.has(id) || ledger.flattens.has('account'),
      feedStale: market.isStale(root),
      journalAvailable: recorder.available,
      marketOpen: session !== undefined,
      entriesAllowed: endMs < entriesEndMs && endMs < rollMs - ENTRIES_END_BEFORE_ROLL_MS,
      quote: market.quote(root),
      bookNetQty: ledger.book(id).position.netQty,
      entryWorking: open.some((state) => state.order.role === 'entry' && !isClosed(state.status)),
      otherLong,
      otherShort,
      allowOpposingBooks: options.risk.allowOpposingBooks,
      exposureMicros,
      capMicros: options.risk.accountCapMicros,
      roomCents: loss === undefined ? undefined : roomLeftCents(loss),
      feePerSideCents: figures.feePerSideCents(root),
      slippageTicks: options.venue.slippageTicks,
    };
  }
}

/** Journals a cancel and queues it for the venue. */
export function cancelOrder(
  desk: DeskCore,
  orderId: string,
  reason: CancelReason,
  origin: Origin,
  interactive = false,
): void {
  const { book } = desk.ledger.order(orderId).order;
  const commandId = `${book}-C${desk.ledger.book(book).commandCount + 1}`;
  desk.record({ type: 'CancelSubmitted', orderId, commandId, reason, origin }, book, desk.nowMs, interactive);
  desk.command({ kind: 'cancel', commandId, orderId, reason });
}
