import type { Trade } from '../../domain/trade.ts';

interface Known {
  readonly trade: Trade;
  /** Of the journal row that told it; 0: read from the file. */
  readonly seq: number;
}

/** Trades of one exchange trading day, oldest first, each once. */
export class DayTrades {
  private day = '';
  private trades: Known[] = [];

  /** Goes over to a trading day; `load` gives what the file has of it. */
  enter(day: string, load: () => readonly Trade[]): void {
    if (day === this.day) return;
    this.day = day;
    this.trades = this.trades.filter(({ trade }) => trade.tradingDay === day);
    for (const trade of load()) this.add(trade, 0);
    this.trades.sort((a, b) => a.trade.exitMs - b.trade.exitMs);
  }

  /** True when it was new. A trade of another day is told but not kept here. */
  add(trade: Trade, seq: number): boolean {
    if (this.trades.some((known) => known.trade.tradeId === trade.tradeId)) return false;
    if (this.day === '' || trade.tradingDay === this.day) this.trades.push({ trade, seq });
    return true;
  }

  get all(): readonly Trade[] {
    return this.trades.map(({ trade }) => trade);
  }

  /** Those that the journal had up to a row. */
  upTo(seq: number): readonly Trade[] {
    return this.trades.filter((known) => known.seq <= seq).map(({ trade }) => trade);
  }
}
