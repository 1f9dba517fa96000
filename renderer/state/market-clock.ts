/**
 * Market time for the clock on screen. The desk tells it with each picture of the account; between two pictures it runs
 * on at the simulation's speed, but never further than a second of wall time, so that a market that stands is seen to stand.
 */
export interface MarketClock {
  readonly marketMs: number;
  /** Page time (performance.now) at which it was told. */
  readonly toldAtMs: number;
  readonly speed: number;
}

const RUN_ON_MS = 1_000;

export function marketTime(clock: MarketClock, nowMs: number): number {
  const elapsed = Math.min(Math.max(0, nowMs - clock.toldAtMs), RUN_ON_MS);
  return clock.marketMs + elapsed * clock.speed;
}
