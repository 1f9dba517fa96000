import { expect, test } from 'vitest';
import { ENGINE_POLICY, judgeDeath, KEPT_POLICY, type RestartPolicy } from '../../../../engine/host/restart-policy.ts';

/** Waits after deaths at these times, each after a life of no service; undefined: given up. */
function delays(policy: RestartPolicy, ...times: readonly number[]): readonly (number | undefined)[] {
  let deaths: readonly number[] = [];
  return times.map((atMs) => {
    const verdict = judgeDeath(deaths, atMs, 0, policy);
    deaths = verdict.delayMs === undefined ? deaths : verdict.recentDeaths;
    return verdict.delayMs;
  });
}

test('an engine: at once first, then with growing waits, and not again after five deaths within a minute', () => {
  expect(delays(ENGINE_POLICY, 0, 100, 500, 2_000, 5_000)).toEqual([0, 250, 1_000, 2_000, undefined]);
});

test('an engine: deaths of more than a minute ago are forgotten', () => {
  expect(delays(ENGINE_POLICY, 0, 100, 61_000, 61_100, 61_200)).toEqual([0, 250, 0, 250, 1_000]);
  expect(delays(ENGINE_POLICY, 0, 14_000, 28_000, 42_000, 60_000)).toEqual([0, 250, 1_000, 2_000, 2_000]);
});

test('what nothing works without is tried for ever, ever less often', () => {
  const times = Array.from({ length: 12 }, (_, index) => index * 25_000);
  const waits = [0, 250, 1_000, 2_000, 5_000, 10_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000];
  expect(delays(KEPT_POLICY, ...times)).toEqual(waits);
  expect(judgeDeath([0, 1, 2], 3, 0, KEPT_POLICY)).toMatchObject({ isLoop: false });
  expect(judgeDeath([0, 1, 2, 3], 4, 0, KEPT_POLICY)).toMatchObject({ isLoop: true });
});

test.each([ENGINE_POLICY, KEPT_POLICY])('who served for a while is no part of a crash loop', (policy) => {
  expect(judgeDeath([0, 1, 2, 3], 20_000, 4_999, policy).isLoop).toBe(true);
  expect(judgeDeath([0, 1, 2, 3], 20_000, 5_000, policy)).toEqual({
    delayMs: 0,
    recentDeaths: [20_000],
    isLoop: false,
  });
});
