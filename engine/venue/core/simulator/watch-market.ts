import type { Calendar } from '../../../domain/session.ts';
import type { TimeMs } from '../../../domain/units.ts';
import type { WatchQuote } from '../../../domain/watch-quote.ts';
import type { Path } from '../../../market/path-in-bar.ts';
import type { WatchHours, WatchSymbol } from './profiles.ts';
import { InvariantError } from '../../../domain/assert.ts';
import { holidayOn } from '../../../domain/holidays.ts';
import { ALWAYS, isOpen, previousSession, priorSession, tradingDay, tradingDaySpan } from '../../../domain/session.ts';
import { DAY_MS, MINUTE_MS } from '../../../domain/units.ts';
import { CHICAGO, epochAt, wallDay, wallMinute } from '../../../domain/zone.ts';
import { weekday } from '../../../domain/civil-day.ts';
import { createPath, fillPath } from '../../../market/path-in-bar.ts';
import { keyOf, mix } from '../../../market/seeded.ts';
import { WATCH_SYMBOLS } from './profiles.ts';
import { SimMarket } from './sim-market.ts';

/** One quote a second. */
const QUOTES = 60;
const STOCK_OPEN = 8 * 60 + 30;
const STOCK_CLOSE = 15 * 60;

interface Hour {
  readonly high: number;
  readonly low: number;
  readonly volume: number;
}

const NOTHING: Hour = { high: Number.NEGATIVE_INFINITY, low: Number.POSITIVE_INFINITY, volume: 0 };

interface Line {
  readonly watch: WatchSymbol;
  readonly key: number;
  readonly path: Path;
  readonly hours: Map<number, Hour>;
  /** The minute that `path` and `day` belong to. */
  minute: number;
  day: Hour;
}

/** Quotes of everything that a watchlist may hold, a pure function of (seed, symbol, time); contracts as the feed has them, by the minute. */
export class WatchMarket {
  readonly #market: SimMarket;
  readonly #calendar: Calendar;
  readonly #lines: ReadonlyMap<string, Line>;

  constructor(seed: number, calendar: Calendar) {
    this.#calendar = calendar;
    const symbols = WATCH_SYMBOLS.map((watch) => watch.symbol);
    this.#market = new SimMarket(seed, symbols, calendar.mode === 'always');
    this.#lines = new Map(
      WATCH_SYMBOLS.map((watch) => {
        const key = mix(mix(0x3a7c, seed), keyOf(watch.symbol));
        return [
          watch.symbol,
          { watch, key, path: createPath(QUOTES), hours: new Map<number, Hour>(), minute: Number.NaN, day: NOTHING },
        ];
      }),
    );
  }

  has(symbol: string): boolean {
    return this.#lines.has(symbol);
  }

  /** The quote of a known symbol at a time; InvariantError for an unknown one. */
  quote(symbol: string, timeMs: TimeMs): WatchQuote {
    const line = this.#lines.get(symbol);
    if (line === undefined) throw new InvariantError(`expected a symbol that is simulated, found "${symbol}"`);
    const at = lastTrading(this.#calendar, line.watch, timeMs);
    const minute = Math.floor(at / MINUTE_MS);
    const { bar, spreadTicks, typicalSize } = this.#market.minute(symbol, minute);
    if (line.minute !== minute) {
      fillPath(line.key, bar, { count: QUOTES, spreadTicks, typicalSize }, line.path);
      line.minute = minute;
      line.day = this.#day(line, symbol, minute);
    }
    const slot = Math.floor((at - minute * MINUTE_MS) / (MINUTE_MS / QUOTES));
    const lastTicks = line.path.last[slot] ?? bar.close;
    const { day } = line;
    return {
      symbol,
      tickSize: line.watch.tickSize,
      priceDecimals: line.watch.priceDecimals,
      timeMs: minute * MINUTE_MS + slot * (MINUTE_MS / QUOTES),
      bidTicks: line.path.bid[slot] ?? bar.close,
      askTicks: line.path.ask[slot] ?? bar.close,
      lastTicks,
      volume24h: day.volume + (line.path.volume[slot] ?? 0),
      high24hTicks: Math.max(day.high, ...line.path.last.subarray(0, slot + 1)),
      low24hTicks: Math.min(day.low, ...line.path.last.subarray(0, slot + 1)),
      priorCloseTicks: this.#priorClose(line, symbol),
      change24hTicks: lastTicks - this.#market.minute(symbol, minute - DAY_MS / MINUTE_MS).bar.open,
    };
  }

  /** The close of the trading day before: the same for a contract that is traded and one that is only watched. */
  #priorClose(line: Line, symbol: string): number {
    const closeMs = priorCloseMs(this.#calendar, line.watch, line.minute * MINUTE_MS);
    return this.#market.minute(symbol, closeMs / MINUTE_MS - 1).bar.close;
  }

  /** The 24 hours before a minute: whole hours are remembered, the two at the ends are added up. */
  #day(line: Line, symbol: string, minute: number): Hour {
    const from = minute - DAY_MS / MINUTE_MS;
    const firstHour = Math.ceil(from / 60);
    const lastHour = Math.floor(minute / 60);
    const parts = [
      this.#stretch(line, symbol, from, firstHour * 60),
      this.#stretch(line, symbol, lastHour * 60, minute),
    ];
    for (let hour = firstHour; hour < lastHour; hour += 1) {
      let known = line.hours.get(hour);
      if (known === undefined) {
        if (line.hours.size > 48) line.hours.clear();
        known = this.#stretch(line, symbol, hour * 60, hour * 60 + 60);
        line.hours.set(hour, known);
      }
      parts.push(known);
    }
    return parts.reduce(together);
  }

  #stretch(line: Line, symbol: string, from: number, to: number): Hour {
    let sum = NOTHING;
    for (let minute = from; minute < to; minute += 1) {
      if (!trades(this.#calendar, line.watch, minute * MINUTE_MS)) continue;
      sum = together(sum, this.#market.minute(symbol, minute).bar);
    }
    return sum;
  }
}

function together(a: Hour, b: Hour): Hour {
  return { high: Math.max(a.high, b.high), low: Math.min(a.low, b.low), volume: a.volume + b.volume };
}

/** Whose session a symbol's hours are. */
function sessionRoot(watch: WatchSymbol): string {
  return watch.hours === 'fx' ? 'M6E' : watch.symbol;
}

function trades(calendar: Calendar, watch: WatchSymbol, timeMs: TimeMs): boolean {
  const hours: WatchHours = calendar.mode === 'always' ? 'ever' : watch.hours;
  if (hours === 'ever') return true;
  if (hours !== 'stock') return isOpen(calendar, sessionRoot(watch), timeMs);
  const minute = wallMinute(CHICAGO, timeMs);
  return minute >= STOCK_OPEN && minute < STOCK_CLOSE && isStockDay(wallDay(CHICAGO, timeMs));
}

/** When the trading day before that of a moment at which the symbol trades ended for it. */
function priorCloseMs(calendar: Calendar, watch: WatchSymbol, timeMs: TimeMs): TimeMs {
  if (watch.hours === 'stock' && calendar.mode !== 'always') {
    let day = wallDay(CHICAGO, timeMs) - 1;
    while (!isStockDay(day)) day -= 1;
    return epochAt(CHICAGO, day, STOCK_CLOSE);
  }
  // What never closes has a trading day of its own on each date.
  return watch.hours === 'ever' || calendar.mode === 'always'
    ? tradingDaySpan(ALWAYS, tradingDay(ALWAYS, timeMs)).fromMs
    : priorSession(calendar, sessionRoot(watch), timeMs).closeMs;
}

/** The stock exchange's holidays are those on which the trading day rolls; its early closes are not kept here. */
function isStockDay(day: number): boolean {
  const w = weekday(day);
  return w !== 0 && w !== 6 && holidayOn(day)?.rollsTradingDay !== true;
}

/** The last moment at or before a time at which the symbol trades. */
function lastTrading(calendar: Calendar, watch: WatchSymbol, timeMs: TimeMs): TimeMs {
  if (trades(calendar, watch, timeMs)) return timeMs;
  if (watch.hours !== 'stock') return previousSession(calendar, sessionRoot(watch), timeMs).closeMs - 1;
  let day = wallDay(CHICAGO, timeMs);
  while (!isStockDay(day) || epochAt(CHICAGO, day, STOCK_CLOSE) > timeMs) day -= 1;
  return epochAt(CHICAGO, day, STOCK_CLOSE) - 1;
}
