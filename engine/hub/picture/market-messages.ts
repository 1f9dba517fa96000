import type { ContractSpec } from '../../domain/contract.ts';
import { toPrice } from '../../domain/contract.ts';
import type { Quote } from '../../domain/quote.ts';
import { isOpen, nextClose, nextOpen, type Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { MarketData, MarketStatus, PriceUpdate, QuoteUpdate, TickerData } from '../../wire/index.ts';
import { toDollars, toIso } from '../../wire/encode/index.ts';
import type { Quotation } from './quotation.ts';

/** Marks quotes of the watchlists' simulator. */
function mark(simulated: true | undefined): { readonly simulated?: true } {
  return simulated === undefined ? {} : { simulated };
}

export function encodeQuoteUpdate(
  symbol: string,
  { price, priorClose, change, changePercent, volume, timeMs, simulated }: Quotation,
): QuoteUpdate {
  const from = priorClose === undefined ? {} : { priorClose };
  return { symbol, price, ...from, change, changePercent, volume, timestamp: toIso(timeMs), ...mark(simulated) };
}

export function encodeMarketData(symbol: string, quotation: Quotation): MarketData {
  const { price, volume24h, high24h, low24h, change24h, changePercent24h, timeMs, simulated } = quotation;
  return {
    symbol,
    price,
    volume: volume24h,
    high24h,
    low24h,
    change24h,
    changePercent24h,
    timestamp: timeMs,
    ...mark(simulated),
  };
}

export function encodePrice(symbol: string, { bid, ask, timeMs, simulated }: Quotation): PriceUpdate {
  return { symbol, bid, ask, timestamp: timeMs, ...mark(simulated) };
}

/** `ticker`: root + "1!". `tickinfo`: tick size, and what a tick is worth in dollars. */
export function encodeTicker(spec: ContractSpec, quote: Quote): TickerData {
  return {
    type: 'DATA',
    data: {
      ticker: `${spec.root}1!`,
      prices: { ask: toPrice(spec, quote.askTicks), bid: toPrice(spec, quote.bidTicks) },
      tickinfo: { step: spec.tickSize, amnt: toDollars(spec.tickValueCents) },
    },
  };
}

/** Hours of the equity index session, the reference of all. An always-open simulation does not close. */
export function encodeMarketStatus(calendar: Calendar, timeMs: TimeMs): MarketStatus {
  const timestamp = toIso(timeMs);
  if (calendar.mode === 'always') return { isOpen: true, nextOpen: null, nextClose: null, timestamp };
  const open = isOpen(calendar, 'MES', timeMs);
  return {
    isOpen: open,
    nextOpen: open ? null : toIso(nextOpen(calendar, 'MES', timeMs)),
    nextClose: toIso(nextClose(calendar, 'MES', timeMs)),
    timestamp,
  };
}
