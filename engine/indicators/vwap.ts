import { loadNumbers, saveNumbers, type Indicator, type SavedIndicator } from './indicator.ts';

/**
 * Volume-weighted average price of the session: sum of volume x typical price over sum of volume, typical price
 * (high + low + close) / 3, begun anew at each session. TradingView's VWAP anchored to the session is the same. No value
 * until something has traded.
 */
export class Vwap implements Indicator {
  readonly id = 'vwap(session)';
  private volume = 0;
  /** Three times the sum of volume x typical price: whole in ticks. */
  private weighted = 0;

  next(high: number, low: number, close: number, volume: number, sessionStart: boolean): number | undefined {
    if (sessionStart) this.reset();
    this.volume += volume;
    this.weighted += volume * (high + low + close);
    return this.value;
  }

  get value(): number | undefined {
    return this.volume > 0 ? this.weighted / (3 * this.volume) : undefined;
  }

  reset(): void {
    this.volume = this.weighted = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.volume, this.weighted]);
  }

  load(saved: unknown): void {
    const [volume, weighted] = loadNumbers(this.id, saved, 2) as [number, number];
    this.volume = volume;
    this.weighted = weighted;
  }
}
