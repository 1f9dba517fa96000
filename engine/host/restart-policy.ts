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
}

export const RESTART_POLICY: RestartPolicy = {
  windowMs: 60_000,
  mostDeaths: 5,
  steadyMs: 5_000,
  delaysMs: [0, 250, 1_000, 2_000],
};

export type Verdict =
  | { readonly kind: 'restart'; readonly delayMs: number; readonly recentDeaths: readonly number[] }
  | { readonly kind: 'give-up'; readonly deaths: number };

/**
 * @param earlierDeaths times of death before this one, as the last verdict gave them back
 * @param servedMs how long it was up before it died
 */
export function judgeDeath(
  earlierDeaths: readonly number[],
  nowMs: number,
  servedMs: number,
  policy: RestartPolicy = RESTART_POLICY,
): Verdict {
  const counted = servedMs >= policy.steadyMs ? [] : earlierDeaths;
  const recentDeaths = [...counted.filter((atMs) => nowMs - atMs < policy.windowMs), nowMs];
  if (recentDeaths.length >= policy.mostDeaths) return { kind: 'give-up', deaths: recentDeaths.length };
  const step = Math.min(recentDeaths.length, policy.delaysMs.length) - 1;
  return { kind: 'restart', delayMs: policy.delaysMs[step] ?? 0, recentDeaths };
}
