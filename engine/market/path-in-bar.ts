import type { Bar } from '../domain/bar.ts';
import type { Quote } from '../domain/quote.ts';
import type { Quantity, Ticks } from '../domain/units.ts';
import { MINUTE_MS } from '../domain/units.ts';
import { keyOf, mix } from './seeded.ts';

/** Quotes of a minute in a recording and in days played in advance, and in the running simulation. */
export const COARSE_QUOTES = 12;
export const FINE_QUOTES = 240;

/** What the path needs to know beside the bar. */
export interface PathOptions {
  /** Evenly spaced quotes in the minute, the first at its start. At least 4. */
  readonly count: number;
  /** At least 1. */
  readonly spreadTicks: Ticks;
  /** Sizes shown at bid and ask run from 1 to twice this. */
  readonly typicalSize: Quantity;
}

/** The path of one minute, one entry per quote. Reused from minute to minute. */
export interface Path {
  readonly last: Int32Array;
  readonly bid: Int32Array;
  readonly ask: Int32Array;
  readonly bidSize: Int32Array;
  readonly askSize: Int32Array;
  /** Volume of the minute up to and with this quote. */
  readonly volume: Float64Array;
  /** Scratch: each quote's part of the volume. */
  readonly weight: Float64Array;
}

export function createPath(count: number): Path {
  return {
    last: new Int32Array(count),
    bid: new Int32Array(count),
    ask: new Int32Array(count),
    bidSize: new Int32Array(count),
    askSize: new Int32Array(count),
    volume: new Float64Array(count),
    weight: new Float64Array(count),
  };
}

/**
 * Fills `path` with a price path inside one bar, a pure function of (key, bar, options): it prints the open first,
 * visits both extremes (the one away from the close first), prints the close last and never leaves [low, high]. Prices
 * move only where volume is traded, as far as the bar's volume allows. The volume is split without a rest. `last` is the
 * bid or the ask; both stay inside the bar's range where the range is as wide as the spread.
 *
 * It knows the whole bar, so it says nothing about the order of events inside a real minute.
 */
export function fillPath(key: number, bar: Bar, options: PathOptions, path: Path): void {
  const { count, spreadTicks, typicalSize } = options;
  const { open, high, low, close, volume } = bar;
  const final = count - 1;
  let state = mix(key, bar.timeMs / MINUTE_MS) | 1;
  // xorshift32: fast, and restarted for every minute from the mixed key.
  const chance = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };

  const lowFirst = close === open ? chance() < 0.5 : close > open;
  const first = lowFirst ? low : high;
  const second = lowFirst ? high : low;
  const span = final - 1;
  const firstAt = first === open ? 0 : 1 + Math.floor(chance() * 0.5 * span);
  const secondAt = second === close ? final : Math.max(firstAt + 1, 1 + Math.floor((0.45 + chance() * 0.5) * span));

  // Slots that trade: the four that must, the others drawn so that no slot trades less than one contract.
  const required = (slot: number): boolean => slot === 0 || slot === final || slot === firstAt || slot === secondAt;
  const musts = 2 + (firstAt > 0 ? 1 : 0) + (secondAt < final ? 1 : 0);
  const trading = Math.max(musts, Math.min(count, volume));
  let free = count - musts;
  let wanted = trading - musts;

  const range = high - low;
  const noise = (range * 1.7) / Math.sqrt(count);
  let price = open;
  let shown = open;
  let buy = close >= open;
  let sum = 0;
  const certain = Math.min(volume, trading);
  const weightTotal = volume - certain;
  let traded = 0;
  for (let slot = 0; slot < count; slot += 1) {
    const must = required(slot);
    let trades = must;
    if (!must) {
      trades = chance() * free < wanted;
      free -= 1;
      if (trades) wanted -= 1;
    }
    if (trades) {
      const before = shown;
      if (slot === 0) shown = open;
      else if (slot === final) shown = close;
      else if (slot === firstAt) shown = first;
      else if (slot === secondAt) shown = second;
      else {
        const goal = slot < firstAt ? first : slot < secondAt ? second : close;
        const goalAt = slot < firstAt ? firstAt : slot < secondAt ? secondAt : final;
        price += (goal - price) / (goalAt - slot + 1) + noise * (chance() - 0.5);
        price = price < low ? low : price > high ? high : price;
        shown = Math.round(price);
      }
      if (must) price = shown;
      buy = shown > before ? true : shown < before ? false : chance() < 0.5;
      // One contract each as far as they go, the rest in random parts, the remainder at the close.
      traded += 1;
      if (traded <= certain) sum += 1;
      path.volume[slot] = sum;
      path.weight[slot] = weightTotal > 0 ? 0.2 + chance() : 0;
    } else {
      path.volume[slot] = sum;
      path.weight[slot] = 0;
    }
    let atAsk = buy;
    if (shown - spreadTicks < low) atAsk = false;
    else if (shown + spreadTicks > high) atAsk = true;
    path.last[slot] = shown;
    path.bid[slot] = atAsk ? shown - spreadTicks : shown;
    path.ask[slot] = atAsk ? shown : shown + spreadTicks;
    path.bidSize[slot] = 1 + Math.floor(chance() * 2 * typicalSize);
    path.askSize[slot] = 1 + Math.floor(chance() * 2 * typicalSize);
  }
  if (weightTotal > 0) spreadRest(path.volume, path.weight, count, weightTotal);
}

/** Adds `rest` to the running volumes in proportion to the weights, whole numbers, exactly. */
function spreadRest(running: Float64Array, weight: Float64Array, count: number, rest: number): void {
  let total = 0;
  for (let slot = 0; slot < count; slot += 1) total += weight[slot] ?? 0;
  let seen = 0;
  for (let slot = 0; slot < count; slot += 1) {
    seen += weight[slot] ?? 0;
    const share = slot === count - 1 ? rest : Math.floor((rest * seen) / total);
    running[slot] = (running[slot] ?? 0) + share;
  }
}

/** One quote of a filled path. A minute's first quote is a print and says what it traded. */
export function quoteOf(
  root: string,
  bar: Bar,
  path: Path,
  slot: number,
  count: number,
  seq: number,
  volumeBefore: Quantity,
): Quote {
  const volume = path.volume[slot] ?? 0;
  const quote = {
    root,
    timeMs: bar.timeMs + (slot * MINUTE_MS) / count,
    seq,
    bidTicks: path.bid[slot] ?? 0,
    askTicks: path.ask[slot] ?? 0,
    bidSize: path.bidSize[slot] ?? 1,
    askSize: path.askSize[slot] ?? 1,
    lastTicks: path.last[slot] ?? 0,
    sessionVolume: volumeBefore + volume,
  };
  return slot === 0 ? { ...quote, traded: volume } : quote;
}

/** All quotes of one bar: the plain form of `fillPath`, for tests and tools. */
export function quotesInBar(root: string, bar: Bar, options: PathOptions, seq = 0, volumeBefore = 0): Quote[] {
  const path = createPath(options.count);
  fillPath(keyOf(root), bar, options, path);
  return Array.from(path.last, (_, slot) => quoteOf(root, bar, path, slot, options.count, seq + slot, volumeBefore));
}
