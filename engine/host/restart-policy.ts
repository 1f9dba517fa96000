/** When a process that died is started again, and when that is given up. Wall milliseconds. */
export interface RestartPolicy {
  /** Deaths are remembered for so long. */
  readonly windowMs: number;
  /** So many deaths within the window are a crash loop. */
  readonly mostDeaths: number;
  /** Who served for so long is no part of a loop: its death counts from one again. */
  readonly steadyMs: number;
  /** Wait before the restart after the first, second, ... death within the window; the last one holds for all later. */
  readonly delaysMs: readonly number[];
  /** A crash loop ends the restarts. */
  readonly givesUp: boolean;
}

/** Of an engine: without it the others go on. */
export const ENGINE_POLICY: RestartPolicy = {
  windowMs: 60_000,
  mostDeaths: 5,
  steadyMs: 5_000,
  delaysMs: [0, 250, 1_000, 2_000],
  givesUp: true,
};

/** Of venue, desk and hub: a position may be open, and without them nobody could close it. Tried for ever. */
export const KEPT_POLICY: RestartPolicy = {
  windowMs: Number.POSITIVE_INFINITY,
  mostDeaths: 5,
  steadyMs: 5_000,
  delaysMs: [0, 250, 1_000, 2_000, 5_000, 10_000, 20_000],
  givesUp: false,
};

export interface Verdict {
  /** Wait before the next start; undefined: it is given up. */
  readonly delayMs: number | undefined;
  /** Deaths of this row, this one included. */
  readonly recentDeaths: readonly number[];
  /** It dies again and again. */
  readonly isLoop: boolean;
}

/**
 * @param earlierDeaths times of death before this one, as the last verdict gave them back
 * @param servedMs how long it was up before it died
 */
export function judgeDeath(
  earlierDeaths: readonly number[],
  nowMs: number,
  servedMs: number,
  policy: RestartPolicy,
): Verdict {
  const counted = servedMs >= policy.steadyMs ? [] : earlierDeaths;
  const recentDeaths = [...counted.filter((atMs) => nowMs - atMs < policy.windowMs), nowMs];
  const isLoop = recentDeaths.length >= policy.mostDeaths;
  const step = Math.min(recentDeaths.length, policy.delaysMs.length) - 1;
  return { delayMs: isLoop && policy.givesUp ? undefined : (policy.delaysMs[step] ?? 0), recentDeaths, isLoop };
}
