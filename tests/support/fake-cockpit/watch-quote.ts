import type { QuoteUpdate } from '../../../engine/wire/index.ts';
import type { FakeMarket } from './market.ts';

/** A watch list's quote. Of EURUSD, which has no market here, the close of the day before is not known. */
export function watchQuote(symbol: string, market: FakeMarket | undefined, nowMs: number, mode: string): QuoteUpdate {
  const price = market?.last ?? 1.1646;
  const way = symbol === 'M6E' ? -1 : 1;
  const change = way * (market?.round(price * 0.0031) ?? 0.0036);
  return {
    symbol,
    price,
    ...(market === undefined ? {} : { priorClose: market.round(price - change) }),
    change,
    changePercent: way * 0.31,
    volume: 184_204,
    ...(mode === 'SIM' ? { simulated: true as const } : {}),
    timestamp: new Date(nowMs).toISOString(),
  };
}
