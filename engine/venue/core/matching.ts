import type { Quote } from '../../domain/quote.ts';
import type { Side, Ticks } from '../../domain/units.ts';

/**
 * The price rules of our venue. A buy trades at the ask, a sell at the bid: the quotes are the truth of this market, and
 * nothing fills at a price that they do not show. Slippage is added against us where an order takes what there is
 * (market, triggered stop), never where a limit bounds it.
 */

/** A market order: the far side, plus slippage against it. */
export function marketFillTicks(side: Side, quote: Quote, slippageTicks: Ticks): Ticks {
  return side === 'buy' ? quote.askTicks + slippageTicks : quote.bidTicks - slippageTicks;
}

/** A limit that arrives and finds a market within its bound trades at the market's price, better than its own perhaps. */
export function limitArrivalTicks(side: Side, limitTicks: Ticks, quote: Quote): Ticks | undefined {
  if (side === 'buy') return quote.askTicks <= limitTicks ? quote.askTicks : undefined;
  return quote.bidTicks >= limitTicks ? quote.bidTicks : undefined;
}

/** A resting limit trades at its own price once the far side reaches it, also when the market jumps past it. */
export function limitRestingTicks(side: Side, limitTicks: Ticks, quote: Quote): Ticks | undefined {
  return limitArrivalTicks(side, limitTicks, quote) === undefined ? undefined : limitTicks;
}

/**
 * A stop triggers when the last print reaches it, or when the whole market stands beyond it: for a buy the bid at or
 * above the stop, for a sell the ask at or below it (prints may lag behind quotes). The near side alone does not
 * trigger it, else the spread would bring every stop one tick closer.
 */
export function stopTriggered(side: Side, stopTicks: Ticks, quote: Quote): boolean {
  if (side === 'buy') return quote.lastTicks >= stopTicks || quote.bidTicks >= stopTicks;
  return quote.lastTicks <= stopTicks || quote.askTicks <= stopTicks;
}

/** A triggered stop is a market order against that very quote, at the worse of stop and quote, plus slippage. */
export function stopFillTicks(side: Side, stopTicks: Ticks, quote: Quote, slippageTicks: Ticks): Ticks {
  return side === 'buy'
    ? Math.max(stopTicks, quote.askTicks) + slippageTicks
    : Math.min(stopTicks, quote.bidTicks) - slippageTicks;
}
