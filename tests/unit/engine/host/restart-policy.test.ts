import { expect, test } from 'vitest';
import { judgeDeath, type Verdict } from '../../../../engine/host/restart-policy.ts';

/** Deaths at these times, each after a life of no service. */
function verdicts(...times: readonly number[]): readonly Verdict[] {
  let deaths: readonly number[] = [];
  return times.map((atMs) => {
    const verdict = judgeDeath(deaths, atMs, 0);
    if (verdict.kind === 'restart') deaths = verdict.recentDeaths;
    return verdict;
  });
}

const inShort = (verdict: Verdict): number | string => (verdict.kind === 'restart' ? verdict.delayMs : verdict.kind);

test('at once first, then with growing waits, and not again after five deaths within a minute', () => {
  expect(verdicts(0, 100, 500, 2_000, 5_000).map(inShort)).toEqual([0, 250, 1_000, 2_000, 'give-up']);
});

test('deaths of more than a minute ago are forgotten', () => {
  expect(verdicts(0, 100, 61_000, 61_100, 61_200).map(inShort)).toEqual([0, 250, 0, 250, 1_000]);
  expect(verdicts(0, 14_000, 28_000, 42_000, 60_000).map(inShort)).toEqual([0, 250, 1_000, 2_000, 2_000]);
});

test('who served for a while is no part of a crash loop', () => {
  expect(judgeDeath([0, 1, 2, 3], 20_000, 4_999)).toEqual({ kind: 'give-up', deaths: 5 });
  expect(judgeDeath([0, 1, 2, 3], 20_000, 5_000)).toEqual({ kind: 'restart', delayMs: 0, recentDeaths: [20_000] });
});
