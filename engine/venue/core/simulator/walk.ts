import type { Season } from './season.ts';
import { mix, normal, uniform } from '../../../market/seeded.ts';
import { newsIn } from './news.ts';

/** A block of 2^17 minutes (91 days) between two independent levels; below it, halves of halves down to a minute. */
const DEPTH = 17;
const BLOCK_MINUTES = 2 ** DEPTH;
/** Trading days in a block, roughly: sets how far apart levels may be so that blocks join as ordinary walks. */
const BLOCK_DAYS = 63;

/** Roughness of how variance falls on the two halves of an interval, by the halves' size in minutes. */
function roughness(minutes: number): number {
  if (minutes >= 16_384) return 0.25;
  if (minutes >= 512) return 0.6; // quiet and wild days
  if (minutes >= 16) return 0.35; // busy and calm hours
  return 0.42;
}

/** Rarely an interval's variance falls almost all on one half; over several halvings that is a jump. */
const BURST_CHANCE = 0.008;
const BURST = 3;
const BURST_BELOW_MINUTES = 64;
/** A release draws variance to its minute, at each halving below two hours. */
const NEWS_TILT = 0.95;
const NEWS_BELOW_MINUTES = 128;

/**
 * A random walk that can be asked for at any minute without walking there: the values at the ends of a block are drawn,
 * then its middle by the law of a Brownian bridge, then the middle of the half that is wanted, and so on (17 steps). The
 * bridge's clock is variance, and the variance of an interval is split between its halves by the season and by chance:
 * that gives quiet and wild days, clusters, fat tails and jumps. Given its past, its next step is symmetric.
 *
 * Over weeks it returns to its level: a block's ends do not know of each other.
 */
export class Walk {
  readonly #key: number;
  readonly #newsKey: number;
  readonly #season: Season;
  readonly #dayVariance: number;
  readonly #levelSigma: number;
  // One node per depth: the last one that was visited.
  readonly #index = new Float64Array(DEPTH + 1).fill(Number.NaN);
  readonly #from = new Float64Array(DEPTH + 1);
  readonly #to = new Float64Array(DEPTH + 1);
  readonly #variance = new Float64Array(DEPTH + 1);
  readonly #seasonFrom = new Float64Array(DEPTH + 1);
  readonly #seasonTo = new Float64Array(DEPTH + 1);

  /** `newsKey` is that of the whole market: figures move everything. `daySigma`: standard deviation of an average day's change (0.01 = one percent). */
  constructor(key: number, newsKey: number, season: Season, daySigma: number) {
    this.#key = key;
    this.#newsKey = newsKey;
    this.#season = season;
    this.#dayVariance = daySigma * daySigma;
    this.#levelSigma = daySigma * Math.sqrt(BLOCK_DAYS / 2);
  }

  /** Value at the start of a minute (minutes since the epoch). */
  valueAt(minute: number): number {
    this.#descend(minute);
    return this.#from[DEPTH] ?? 0;
  }

  /** Value at the end of the minute; call after valueAt of the same minute. */
  valueAfter(minute: number): number {
    this.#descend(minute);
    return this.#to[DEPTH] ?? 0;
  }

  /** Variance of the minute's change. */
  varianceOf(minute: number): number {
    this.#descend(minute);
    return this.#variance[DEPTH] ?? 0;
  }

  #descend(minute: number): void {
    let depth = DEPTH;
    while (depth >= 0 && this.#index[depth] !== Math.floor(minute / 2 ** (DEPTH - depth))) depth -= 1;
    if (depth < 0) {
      this.#openBlock(Math.floor(minute / BLOCK_MINUTES));
      depth = 0;
    }
    for (; depth < DEPTH; depth += 1) this.#halve(depth, minute);
  }

  #openBlock(block: number): void {
    const level = (n: number): number => this.#levelSigma * normal(mix(mix(this.#key, 0x1e7e1), n));
    const regime = Math.exp(0.25 * normal(mix(mix(this.#key, 0x4e61e), block)));
    const seasonFrom = this.#season.before(block * BLOCK_MINUTES);
    const seasonTo = this.#season.before((block + 1) * BLOCK_MINUTES);
    this.#index[0] = block;
    this.#from[0] = level(block);
    this.#to[0] = level(block + 1);
    this.#variance[0] = this.#dayVariance * regime * (seasonTo - seasonFrom);
    this.#seasonFrom[0] = seasonFrom;
    this.#seasonTo[0] = seasonTo;
  }

  /** Draws the middle of the node at `depth` and keeps the half that holds the minute. */
  #halve(depth: number, minute: number): void {
    const size = 2 ** (DEPTH - depth);
    const half = size / 2;
    const index = this.#index[depth] ?? 0;
    const middle = index * size + half;
    const key = mix(mix(this.#key, depth + 1), index);

    const seasonFrom = this.#seasonFrom[depth] ?? 0;
    const seasonTo = this.#seasonTo[depth] ?? 0;
    const seasonMiddle = this.#season.before(middle);
    const planned = clampPart((seasonMiddle - seasonFrom) / (seasonTo - seasonFrom));
    let tilt = roughness(half) * normal(mix(key, 1));
    if (half < BURST_BELOW_MINUTES && uniform(mix(key, 2)) < BURST_CHANCE) tilt += tilt < 0 ? -BURST : BURST;
    if (half < NEWS_BELOW_MINUTES) {
      const news = newsIn(this.#newsKey, middle - half, size);
      if (news !== undefined) tilt += news < middle ? NEWS_TILT : -NEWS_TILT;
    }
    const odds = (planned / (1 - planned)) * Math.exp(tilt);
    const part = odds / (1 + odds);

    const from = this.#from[depth] ?? 0;
    const to = this.#to[depth] ?? 0;
    const variance = this.#variance[depth] ?? 0;
    const value = from + part * (to - from) + Math.sqrt(part * (1 - part) * variance) * normal(mix(key, 3));

    const right = minute >= middle;
    const next = depth + 1;
    this.#index[next] = index * 2 + (right ? 1 : 0);
    this.#from[next] = right ? value : from;
    this.#to[next] = right ? to : value;
    this.#variance[next] = variance * (right ? 1 - part : part);
    this.#seasonFrom[next] = right ? seasonMiddle : seasonFrom;
    this.#seasonTo[next] = right ? seasonTo : seasonMiddle;
  }
}

/** The repeated hour of autumn would give a half less than nothing. */
function clampPart(part: number): number {
  return part > 0.001 ? (part < 0.999 ? part : 0.999) : 0.001;
}
