import type { TradeId } from '../../domain/ids.ts';
import type { Cents, Ticks } from '../../domain/units.ts';
import type { Holding } from '../../execution/holding.ts';

export interface Excursion {
  readonly maeCents: Cents;
  readonly mfeCents: Cents;
}

const NONE: Excursion = { maeCents: 0, mfeCents: 0 };

/** Worst and best result of each open trade, before fees, seen at every quote's mark. By trade id. */
export class Excursions {
  private readonly byTrade = new Map<string, Excursion>();

  onMark(holding: Holding, mark: Ticks): void {
    const trade = holding.open;
    if (trade === undefined) return;
    const gross = holding.tradeGrossCents(mark);
    const { maeCents, mfeCents } = this.of(trade.tradeId);
    if (-gross > maeCents || gross > mfeCents) {
      const next = { maeCents: Math.max(maeCents, -gross), mfeCents: Math.max(mfeCents, gross) };
      this.byTrade.set(trade.tradeId, next);
    }
  }

  of(tradeId: TradeId): Excursion {
    return this.byTrade.get(tradeId) ?? NONE;
  }

  forget(tradeId: TradeId): void {
    this.byTrade.delete(tradeId);
  }

  save(): readonly (readonly [string, Excursion])[] {
    return [...this.byTrade];
  }

  load(saved: readonly (readonly [string, Excursion])[]): void {
    this.byTrade.clear();
    for (const [tradeId, { maeCents, mfeCents }] of saved) this.byTrade.set(tradeId, { maeCents, mfeCents });
  }
}
