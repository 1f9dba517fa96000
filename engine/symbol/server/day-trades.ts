import type { Trade } from '../../domain/trade.ts';

/** Trades of one exchange trading day, oldest first, each once. */
export class DayTrades {
  private day = '';
  private trades: Trade[] = [];

  /** Goes over to a trading day; `load` gives what the file has of it. */
  enter(day: string, load: () => readonly Trade[]): void {
    if (day === this.day) return;
    this.day = day;
    this.trades = this.trades.filter((trade) => trade.tradingDay === day);
    for (const trade of load()) this.add(trade);
    this.trades.sort((a, b) => a.exitMs - b.exitMs);
  }

  /** True when it was new. A trade of another day is told but not kept here. */
  add(trade: Trade): boolean {
    if (this.trades.some((known) => known.tradeId === trade.tradeId)) return false;
    if (this.day === '' || trade.tradingDay === this.day) this.trades.push(trade);
    return true;
  }

  get all(): readonly Trade[] {
    return this.trades;
  }
}
