import type { Bar } from '../../../domain/bar.ts';
import type { SessionKind } from '../../../domain/contract.ts';
import type { Quantity, Ticks } from '../../../domain/units.ts';
import type { Profile, SimInstrument } from './profiles.ts';
import { InvariantError } from '../../../domain/assert.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { keyOf, mix, normal, uniform } from '../../../market/seeded.ts';
import { INDEX_SIGMA, simInstrument } from './profiles.ts';
import { Season } from './season.ts';
import { Walk } from './walk.ts';

/** Log price of one underlying: its own walk and its share of the index factor's. */
class Underlying {
  readonly key: number;
  readonly season: Season;
  readonly #own: Walk;
  readonly #factor: Walk;
  readonly #beta: number;
  readonly #price: number;
  readonly #daySigma: number;

  constructor(key: number, profile: Profile, season: Season, factor: Walk) {
    this.key = mix(key, keyOf(profile.underlying));
    this.season = season;
    this.#own = new Walk(this.key, key, season, profile.ownSigma);
    this.#factor = factor;
    this.#beta = profile.indexBeta;
    this.#price = profile.price;
    this.#daySigma = Math.hypot(profile.ownSigma, profile.indexBeta * INDEX_SIGMA);
  }

  /** Price before and after a minute, the minute's variance (relative), and that variance against the season's usual. */
  minute(minute: number): { from: number; to: number; variance: number; unrest: number } {
    const beta = this.#beta;
    let from = this.#own.valueAt(minute);
    let to = this.#own.valueAfter(minute);
    let variance = this.#own.varianceOf(minute);
    if (beta !== 0) {
      from += beta * this.#factor.valueAt(minute);
      to += beta * this.#factor.valueAfter(minute);
      variance += beta * beta * this.#factor.varianceOf(minute);
    }
    const usual = this.#daySigma * this.#daySigma * this.season.variance(minute);
    return { from: this.#price * Math.exp(from), to: this.#price * Math.exp(to), variance, unrest: variance / usual };
  }
}

/** One simulated minute: the bar and what its quotes need beside it. */
export interface SimMinute {
  readonly bar: Bar;
  readonly spreadTicks: Ticks;
  readonly typicalSize: Quantity;
}

interface Listed {
  readonly instrument: SimInstrument;
  readonly underlying: Underlying;
  readonly key: number;
}

/** The simulated market: minute bars as a pure function of (seed, contract, minute). */
export class SimMarket {
  readonly #listed = new Map<string, Listed>();

  /** `everyDay`: seven days without a break (the season of prices and volumes follows). */
  constructor(seed: number, names: readonly string[], everyDay: boolean) {
    const key = mix(0x5e_ed, seed);
    const seasons = new Map<SessionKind, Season>();
    const season = (kind: SessionKind): Season => {
      let made = seasons.get(kind);
      if (made === undefined) seasons.set(kind, (made = new Season(kind, everyDay)));
      return made;
    };
    const factor = new Walk(mix(key, keyOf('index factor')), key, season('equity'), INDEX_SIGMA);
    const underlyings = new Map<string, Underlying>();
    for (const name of names) {
      const instrument = simInstrument(name);
      if (instrument === undefined) throw new InvariantError(`expected something that is simulated, found "${name}"`);
      const { underlying, kind } = instrument.profile;
      let made = underlyings.get(underlying);
      if (made === undefined) {
        underlyings.set(underlying, (made = new Underlying(key, instrument.profile, season(kind), factor)));
      }
      this.#listed.set(name, { instrument, underlying: made, key: mix(key, keyOf(name)) });
    }
  }

  /** A minute (since the epoch) of an instrument. It exists for every minute; whether the exchange is open is asked elsewhere. */
  minute(name: string, minute: number): SimMinute {
    const listed = this.#listed.get(name);
    if (listed === undefined) throw new InvariantError(`expected an instrument of this market, found "${name}"`);
    const { underlying, instrument } = listed;
    const { tickSize, dayVolume } = instrument;
    const { from, to, variance, unrest } = underlying.minute(minute);
    // A micro and its full-size contract have the same prices, each its own volume.
    const priceKey = mix(underlying.key ^ 0xd17e, minute);

    // Prices are read off the tick grid with a little dither, so that a minute does not always open where the last closed.
    const a = from / tickSize;
    const b = to / tickSize;
    const varianceTicks = variance * a * b;
    const dither = 0.8 + 0.15 * Math.sqrt(varianceTicks);
    const open = Math.round(a + dither * (uniform(mix(priceKey, 1)) - 0.5));
    const close = Math.round(b + dither * (uniform(mix(priceKey, 2)) - 0.5));
    // Extremes of a Brownian bridge from a to b, by its law.
    const reach = (u: number): number => Math.sqrt((b - a) * (b - a) - 2 * varianceTicks * Math.log(1 - u));
    const high = Math.max(open, close, Math.round((a + b + reach(uniform(mix(priceKey, 3)))) / 2));
    const low = Math.min(open, close, Math.round((a + b - reach(uniform(mix(priceKey, 4)))) / 2));

    const expected = dayVolume * underlying.season.volume(minute) * unrest ** 0.55;
    const volume = Math.max(1, Math.round(expected * Math.exp(0.35 * normal(mix(listed.key, minute)) - 0.06)));
    return {
      bar: { timeMs: minute * MINUTE_MS, open, high, low, close, volume },
      spreadTicks: instrument.spreadTicks + (unrest > 6 ? 1 : 0) + (unrest > 25 ? 1 : 0),
      typicalSize: Math.max(1, Math.min(60, Math.round(volume / 40))),
    };
  }
}
