import type { WatchQuote } from '../../domain/watch-quote.ts';
import { type Quotation, tidy } from './quotation.ts';

/** Quotes of what no strategy trades, as the simulated venue tells them: watchlists' symbols, other contracts. */
export class WatchQuotes {
  private readonly quotes = new Map<string, WatchQuote>();

  take(quotes: readonly WatchQuote[]): void {
    for (const quote of quotes) this.quotes.set(quote.symbol, quote);
  }

  get all(): readonly WatchQuote[] {
    return [...this.quotes.values()];
  }

  has(name: string): boolean {
    return this.quotes.has(name);
  }

  quotation(name: string): Quotation | undefined {
    const quote = this.quotes.get(name);
    if (quote === undefined) return undefined;
    const { tickSize, priceDecimals, lastTicks, priorCloseTicks, change24hTicks, volume24h, timeMs } = quote;
    const price = (ticks: number): number => tidy(ticks * tickSize, priceDecimals);
    const percent = (change: number): number => tidy((change / (lastTicks - change)) * 100, 2);
    const changeTicks = lastTicks - priorCloseTicks;
    return {
      price: price(lastTicks),
      bid: price(quote.bidTicks),
      ask: price(quote.askTicks),
      priorClose: price(priorCloseTicks),
      change: price(changeTicks),
      changePercent: percent(changeTicks),
      volume: volume24h,
      high24h: price(quote.high24hTicks),
      low24h: price(quote.low24hTicks),
      volume24h,
      change24h: price(change24hTicks),
      changePercent24h: percent(change24hTicks),
      timeMs,
      version: `${timeMs} ${lastTicks} ${volume24h}`,
      simulated: true,
    };
  }
}
