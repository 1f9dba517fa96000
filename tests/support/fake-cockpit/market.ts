import { Bollinger } from '../../../engine/indicators/bollinger.ts';
import { Rsi } from '../../../engine/indicators/rsi.ts';
import { TtmSqueeze } from '../../../engine/indicators/ttm-squeeze.ts';
import type { ChartPoint, FormingBar, Interval } from '../../../engine/wire/index.ts';
import { seeded } from '../random.ts';

/** Plausible bars for looking at: a seeded walk with calm and wild hours. No market, no edge, no relation to any other simulator here. */
export interface FakeContract {
  readonly root: string;
  readonly symbol: string;
  readonly start: number;
  readonly tickSize: number;
  readonly tickValue: number;
  readonly decimals: number;
  /** Typical move of a minute, in ticks. */
  readonly sigmaTicks: number;
}

export const FAKE_CONTRACTS: readonly FakeContract[] = [
  { root: 'MNQ', symbol: 'MNQZ6', start: 25_030, tickSize: 0.25, tickValue: 0.5, decimals: 2, sigmaTicks: 26 },
  { root: 'MES', symbol: 'MESZ6', start: 6_730, tickSize: 0.25, tickValue: 1.25, decimals: 2, sigmaTicks: 6 },
  { root: 'MGC', symbol: 'MGCG7', start: 4_081, tickSize: 0.1, tickValue: 1, decimals: 1, sigmaTicks: 9 },
  { root: 'M6E', symbol: 'M6EZ6', start: 1.165, tickSize: 0.0001, tickValue: 1.25, decimals: 4, sigmaTicks: 1.4 },
];

export const MINUTE_MS = 60_000;

function bell(random: () => number): number {
  return random() + random() + random() + random() + random() + random() - 3;
}

export const INTERVAL_MINUTES: Readonly<Record<Interval, number>> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '1h': 60,
  '1d': 1440,
};

type Raw = Pick<ChartPoint, 'open' | 'high' | 'low' | 'close' | 'volume'> & { readonly timeMs: number };

/** Bars of one contract, and its forming bar, which `step` moves. */
export class FakeMarket {
  readonly contract: FakeContract;
  private readonly random: () => number;
  private readonly bars: Raw[] = [];
  private forming: Raw;
  private drift = 0;
  private readonly worked = new Map<Interval, { readonly bars: number; readonly points: readonly ChartPoint[] }>();

  constructor(contract: FakeContract, nowMs: number, minutes: number, seed: number) {
    this.contract = contract;
    this.random = seeded(seed);
    const minute = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
    let close = contract.start;
    for (let back = minutes; back > 0; back -= 1) {
      const bar = this.minuteBar(minute - back * MINUTE_MS, close);
      this.bars.push(bar);
      close = bar.close;
    }
    this.forming = { timeMs: minute, open: close, high: close, low: close, close, volume: 0 };
    for (let second = 0; second < 20; second += 1) this.move();
  }

  get last(): number {
    return this.forming.close;
  }

  get formingBar(): FormingBar {
    const { timeMs, ...prices } = this.forming;
    return { timestamp: new Date(timeMs).toISOString(), ...prices };
  }

  /** One change of price; at a minute's end the bar closes and is returned as a point. */
  step(nowMs: number): ChartPoint | undefined {
    this.move();
    if (nowMs < this.forming.timeMs + MINUTE_MS) return undefined;
    this.bars.push(this.forming);
    const close = this.forming.close;
    this.forming = {
      timeMs: Math.floor(nowMs / MINUTE_MS) * MINUTE_MS,
      open: close,
      high: close,
      low: close,
      close,
      volume: 0,
    };
    return this.points('1m', 1)[0];
  }

  /** Newest `limit` closed points that opened before `beforeMs`. */
  points(interval: Interval, limit: number, beforeMs = Number.POSITIVE_INFINITY, fromMs = 0): ChartPoint[] {
    const all = this.all(interval);
    return all
      .filter(({ timestamp }) => Date.parse(timestamp) < beforeMs && Date.parse(timestamp) >= fromMs)
      .slice(-limit);
  }

  /** Worked out once for as long as no bar closes. */
  private all(interval: Interval): readonly ChartPoint[] {
    const known = this.worked.get(interval);
    if (known?.bars === this.bars.length) return known.points;
    const points = withIndicators(grouped(this.bars, INTERVAL_MINUTES[interval]), this.contract);
    this.worked.set(interval, { bars: this.bars.length, points });
    return points;
  }

  round(price: number): number {
    const { tickSize, decimals } = this.contract;
    return Number((Math.round(price / tickSize) * tickSize).toFixed(decimals));
  }

  private move(): void {
    const { tickSize, sigmaTicks } = this.contract;
    const close = this.round(this.forming.close + bell(this.random) * sigmaTicks * 0.22 * tickSize);
    this.forming = {
      ...this.forming,
      close,
      high: Math.max(this.forming.high, close),
      low: Math.min(this.forming.low, close),
      volume: this.forming.volume + 1 + Math.floor(this.random() * 9),
    };
  }

  private minuteBar(timeMs: number, open: number): Raw {
    const { tickSize, sigmaTicks, start } = this.contract;
    const hour = (timeMs / 3_600_000) % 24;
    const wildness = 0.55 + 0.5 * Math.sin(timeMs / 4_100_000) ** 2 + (hour > 14 && hour < 20 ? 0.5 : 0);
    this.drift = this.drift * 0.94 + bell(this.random) * 0.11 - ((open - start) / start) * 1.5;
    const move = (bell(this.random) * 0.62 + this.drift) * sigmaTicks * wildness;
    const close = this.round(open + move * tickSize);
    const reach = (): number => Math.abs(bell(this.random)) * sigmaTicks * wildness * 0.55 * tickSize;
    const high = this.round(Math.max(open, close) + reach());
    const low = this.round(Math.min(open, close) - reach());
    return { timeMs, open, high, low, close, volume: Math.round((180 + 900 * this.random()) * wildness) };
  }
}

function grouped(bars: readonly Raw[], minutes: number): readonly Raw[] {
  if (minutes === 1) return bars;
  const width = minutes * MINUTE_MS;
  const groups = new Map<number, Raw>();
  for (const bar of bars) {
    const timeMs = Math.floor(bar.timeMs / width) * width;
    const group = groups.get(timeMs);
    groups.set(
      timeMs,
      group === undefined
        ? { ...bar, timeMs }
        : {
            ...group,
            high: Math.max(group.high, bar.high),
            low: Math.min(group.low, bar.low),
            close: bar.close,
            volume: group.volume + bar.volume,
          },
    );
  }
  return [...groups.values()];
}

function withIndicators(bars: readonly Raw[], contract: FakeContract): ChartPoint[] {
  const bands = new Bollinger(20, 3);
  const rsi = new Rsi(24);
  const squeeze = new TtmSqueeze();
  const rounded = (value: number): number => Number(value.toFixed(contract.decimals + 2));
  return bars.map(({ timeMs, ...bar }) => {
    const band = bands.next(bar.close);
    const strength = rsi.next(bar.close);
    const squeezed = squeeze.next(bar.high, bar.low, bar.close);
    const point: ChartPoint = {
      timestamp: new Date(timeMs).toISOString(),
      ...bar,
      signal: null,
      entry: false,
      exit: false,
    };
    if (band !== undefined) {
      point.bbUpper = rounded(band.upper);
      point.bbMiddle = rounded(band.middle);
      point.bbBasis = rounded(band.middle);
      point.bbLower = rounded(band.lower);
    }
    if (strength !== undefined) point.rsi = Number(strength.toFixed(2));
    if (squeezed !== undefined) {
      point.ttmMomentum = Number(squeezed.momentum.toFixed(contract.decimals + 2));
      point.squeeze = { momentum: point.ttmMomentum, squeezeFiring: squeezed.on };
    }
    return point;
  });
}
