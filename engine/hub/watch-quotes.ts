import type { WatchQuote } from '../domain/watch-quote.ts';
import { type Quotation, tidy } from './quotation.ts';

/** Quotes of what no strategy trades, as the simulated venue tells them: watchlists' symbols, other contracts. */
export class WatchQuotes {
  private readonly quotes = new Map<string, WatchQuote>();

  take(quotes: readonly WatchQuote[]): void {
    for (const quote of quotes) this.quotes.set(quote.symbol, quote);
  }

  has(name: string): boolean {
    return this.quotes.has(name);
  }

  quotation(name: string): Quotation | undefined {
    const quote = this.quotes.get(name);
    if (quote === undefined) return undefined;
    const { tickSize, priceDecimals, lastTicks, change24hTicks, volume24h, timeMs } = quote;
    const price = (ticks: number): number => tidy(ticks * tickSize, priceDecimals);
    const change = price(change24hTicks);
    const changePercent = tidy((change24hTicks / (lastTicks - change24hTicks)) * 100, 2);
    return {
      price: price(lastTicks),
      bid: price(quote.bidTicks),
      ask: price(quote.askTicks),
      // No session close is told of these: the day before stands for it.
      change,
      changePercent,
      volume: volume24h,
      high24h: price(quote.high24hTicks),
      low24h: price(quote.low24hTicks),
      volume24h,
      change24h: change,
      changePercent24h: changePercent,
      timeMs,
      version: `${timeMs} ${lastTicks} ${volume24h}`,
      simulated: true,
    };
  }
}
