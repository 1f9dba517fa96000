import type { Fill } from '../../domain/fill.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { OrderState } from '../../domain/order.ts';
import type { Position } from '../../domain/position.ts';
import type { ExitReason } from '../../domain/reasons.ts';
import type { BookView } from '../../strategies/strategy.ts';
import type { Direction, TimeMs } from '../../domain/units.ts';
import { FLAT, applyFill, averageTicks } from '../../domain/position.ts';
import { OrderFold, orderIdOf } from '../../execution/order-fold.ts';

export interface SavedBook {
  readonly position: Position;
  readonly openedMs: TimeMs | null;
  readonly targetsFilled: number;
  readonly lastExit: { readonly direction: Direction; readonly reason: ExitReason; readonly timeMs: TimeMs } | null;
  /** Open orders. */
  readonly orders: readonly OrderState[];
  readonly entryFilled: boolean;
  readonly exitFilled: boolean;
}

/** A strategy's own book as its engine knows it: the fold of the rows that the desk told it, orders folded as the desk folds them. */
export class BookProjection {
  /** Fills of the bar in the making, for the chart. */
  entryFilled = false;
  exitFilled = false;
  private position: Position = FLAT;
  private openedMs: TimeMs | undefined;
  private targetsFilled = 0;
  private lastExit: BookView['lastExit'];
  private readonly fold = new OrderFold();

  apply({ event, timeMs }: JournalRow): void {
    if (event.type === 'TradeClosed') {
      const { direction, exitReason, exitMs } = event.trade;
      this.lastExit = { direction, reason: exitReason, timeMs: exitMs };
      return;
    }
    if (event.type === 'PositionReleased') return this.fill(event.fill, undefined);
    const orderId = orderIdOf(event);
    if (orderId === undefined) return;
    const known = this.fold.get(orderId) !== undefined;
    // An order from before this engine's memory: its fills still move the position.
    if (known || event.type === 'OrderSubmitted') this.fold.apply(event, timeMs);
    if (event.type === 'OrderFilled') this.fill(event.fill, event.leavesQty);
    if (this.fold.isClosed(orderId)) this.fold.forget(orderId);
  }

  get isFlat(): boolean {
    return this.position.netQty === 0;
  }

  view(): BookView {
    const entry = [...this.fold.open()].findLast(({ order }) => order.role === 'entry')?.order;
    const entryWorking: BookView['entryWorking'] =
      entry === undefined
        ? undefined
        : { direction: entry.side === 'buy' ? 'long' : 'short', qty: entry.qty, limitTicks: entry.limitTicks };
    return {
      netQty: this.position.netQty,
      averageTicks: averageTicks(this.position),
      entryWorking,
      openedMs: this.openedMs,
      targetsFilled: this.position.netQty === 0 ? 0 : this.targetsFilled,
      lastExit: this.lastExit,
    };
  }

  save(): SavedBook {
    return {
      position: this.position,
      openedMs: this.openedMs ?? null,
      targetsFilled: this.targetsFilled,
      lastExit: this.lastExit ?? null,
      orders: [...this.fold.open()],
      entryFilled: this.entryFilled,
      exitFilled: this.exitFilled,
    };
  }

  load(saved: SavedBook): void {
    this.position = saved.position;
    this.openedMs = saved.openedMs ?? undefined;
    this.targetsFilled = saved.targetsFilled;
    this.lastExit = saved.lastExit ?? undefined;
    // What the first program version saved of orders is not enough to fold on; the next rows tell the rest.
    this.fold.restore(saved.orders.filter((state) => 'order' in state));
    this.entryFilled = saved.entryFilled;
    this.exitFilled = saved.exitFilled;
  }

  private fill(fill: Fill, leavesQty: number | undefined): void {
    const applied = applyFill(this.position, fill.side, fill.qty, fill.priceTicks);
    if (applied.openedQty > 0 && applied.position.netQty !== 0 && this.position.netQty === 0) {
      this.openedMs = fill.timeMs;
      this.targetsFilled = 0;
    }
    if (applied.openedQty > 0) this.entryFilled = true;
    if (applied.closedQty > 0) this.exitFilled = true;
    if (leavesQty === 0 && this.fold.get(fill.orderId)?.order.role === 'target') this.targetsFilled += 1;
    this.position = applied.position;
    if (this.position.netQty === 0) this.openedMs = undefined;
  }
}
