import type { BookId } from '../../domain/book.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { OrderState } from '../../domain/order.ts';
import type { Act } from './act.ts';
import { ofDuty } from '../../domain/origin.ts';
import { scopeOfBook } from '../../domain/scope.ts';
import { sessionAt } from '../../domain/session.ts';
import { protectiveStop } from '../../execution/place-entry.ts';
import { coverOf, plannedStop } from '../../execution/protection.ts';

/** The venue's own word on a stop may come so much later than the fill; then a stop of our own is placed. */
const GRACE_MS = 500;
/** Not covered after so long: the position is closed. */
const CLOSE_MS = 2_000;

interface Watched {
  /** Since when it is not covered. */
  readonly sinceMs: TimeMs;
  /** A stop of our own was placed. */
  readonly armed: boolean;
}

interface Orphan {
  readonly book: BookId;
  readonly sinceMs: TimeMs;
}

export interface SavedProtection {
  readonly naked: readonly (readonly [string, Watched])[];
  readonly orphans: readonly (readonly [string, Orphan])[];
}

export interface ProtectionReads {
  readonly ledger: Ledger;
  readonly calendar: Calendar;
}

/**
 * Looks after every position of ours in each step: a stop at the venue covers it, or it is timed, gets a stop of our own,
 * and is closed when that does not come about. Stops that would close more than is held, and orders that protect nothing
 * any more, are taken back.
 */
export class ProtectionWatch {
  private readonly reads: ProtectionReads;
  private readonly naked = new Map<string, Watched>();
  private readonly orphans = new Map<string, Orphan>();

  constructor(reads: ProtectionReads) {
    this.reads = reads;
  }

  /** A book that no flatten is closing. */
  look(act: Act, book: BookLedger): void {
    if (book.identity.kind === 'external') return;
    const orders = this.reads.ledger.openOrders(book.id);
    const own = act.for(ofDuty('protection', 'a position keeps a stop at the venue'));
    for (const holding of book.held()) this.lookAt(own, book, holding, orders);
    this.takeBackOrphans(own, book, orders);
  }

  save(): SavedProtection {
    return { naked: [...this.naked], orphans: [...this.orphans] };
  }

  load(saved: SavedProtection): void {
    this.naked.clear();
    this.orphans.clear();
    for (const [key, watched] of saved.naked) this.naked.set(key, watched);
    for (const [key, orphan] of saved.orphans) this.orphans.set(key, orphan);
  }

  private lookAt(act: Act, book: BookLedger, holding: Holding, orders: readonly OrderState[]): void {
    const { ledger, calendar } = this.reads;
    const { contractId, netQty, root } = holding;
    const key = `${book.id}/${contractId}`;
    const ofContract = orders.filter(({ order }) => order.contractId === contractId);
    const { nakedQty, excessQty, underWay } = coverOf(netQty, ofContract);
    if (excessQty > 0) this.takeBackExcess(act, key, ofContract);
    if (nakedQty === 0) {
      this.naked.delete(key);
      return;
    }
    if (sessionAt(calendar, root, act.timeMs - 1) === undefined) return;
    const before = this.naked.get(key) ?? { sinceMs: act.timeMs, armed: false };
    this.naked.set(key, before);
    const nakedMs = act.timeMs - before.sinceMs;
    if (nakedMs < GRACE_MS || (underWay && nakedMs < CLOSE_MS)) return;
    const stopTicks = plannedStop(holding, ledger.fold.get(holding.open?.entryOrderId ?? ''));
    if (!before.armed && stopTicks !== undefined) {
      this.naked.set(key, { ...before, armed: true });
      const text = `${book.name} holds ${netQty} ${contractId}, ${nakedQty} of it without a stop at the venue for ${nakedMs} ms: a stop of our own goes to tick ${stopTicks}`;
      act.alarm('unprotected', text, book.id);
      const side = netQty > 0 ? 'sell' : 'buy';
      const cause = 'in place of a stop that the venue does not have';
      const context = {
        book: book.id,
        root,
        contractId,
        orderCount: book.orderCount,
        side,
        qty: nakedQty,
        cause,
      } as const;
      act.place(protectiveStop({ ...context, stopTicks }));
      return;
    }
    if (nakedMs < CLOSE_MS) return;
    const text = `${book.name} holds ${netQty} ${contractId} and ${nakedQty} of it could not be protected for ${nakedMs} ms; it is closed`;
    act.alarm('unprotected', text, book.id);
    act.for(ofDuty('protection', text)).startFlatten(scopeOfBook(book.id), 'unprotected');
    this.naked.delete(key);
  }

  /** A stop of our own stands beside the venue's, or the position has shrunk: ours goes, and comes back in the right size. */
  private takeBackExcess(act: Act, key: string, orders: readonly OrderState[]): void {
    for (const { order, status } of orders) {
      if (order.role !== 'stop' || order.parentId !== undefined || status !== 'working') continue;
      act.cancel(order.orderId, 'excess');
      // What is not covered then is known already: it waits for no grace.
      this.naked.set(key, { sinceMs: act.timeMs - GRACE_MS, armed: false });
    }
  }

  /** Reducing orders of a contract that the book no longer holds. The venue takes a bracket's legs back by itself. */
  private takeBackOrphans(act: Act, book: BookLedger, orders: readonly OrderState[]): void {
    const open = new Set(orders.map(({ order }) => order.orderId));
    for (const [orphanId, orphan] of this.orphans) {
      if (orphan.book === book.id && !open.has(orphanId)) this.orphans.delete(orphanId);
    }
    for (const { order, status } of orders) {
      const { orderId, contractId, parentId, reducing } = order;
      const waits = parentId !== undefined && open.has(parentId);
      if (!reducing || waits || status === 'pending_cancel' || book.netQty(contractId) !== 0) {
        this.orphans.delete(orderId);
        continue;
      }
      const since = this.orphans.get(orderId);
      if (since === undefined) this.orphans.set(orderId, { book: book.id, sinceMs: act.timeMs });
      else if (act.timeMs - since.sinceMs >= GRACE_MS) {
        this.orphans.delete(orderId);
        act.cancel(orderId, 'position_closed');
      }
    }
  }
}
