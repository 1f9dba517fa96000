import { describe, expect, test } from 'vitest';
import { pool, studyEntries } from '../../../../../../engine/venue/core/report/entry-study.ts';
import { SimFeed } from '../../../../../../engine/venue/core/simulator/sim-feed.ts';
import { ReplayFeed } from '../../../../../../engine/venue/core/replay-feed.ts';
import { ALWAYS, CME } from '../../../../../../engine/domain/session.ts';

const DAY = 86_400_000;
const UNTIL = Date.UTC(2026, 9, 31);

describe('studyEntries', () => {
  test('the simulated market has no edge: entries lose the costs and no more, whatever the rule', () => {
    for (const [root, costTicks] of [
      ['MES', 1.6],
      ['M6E', 1.45],
    ] as const) {
      for (const rule of [{ kind: 'random' }, { kind: 'fade', minutes: 1 }, { kind: 'follow', minutes: 30 }] as const) {
        const feed = new SimFeed({ seed: 1, roots: [root], calendar: ALWAYS, fineFromMs: Number.POSITIVE_INFINITY });
        const study = studyEntries(feed, root, UNTIL - 60 * DAY, UNTIL, 1, rule);
        expect(study.trades).toBeGreaterThan(2_000);
        expect(Math.abs(study.grossTicks)).toBeLessThan(4 * study.grossError);
        expect(study.costTicks).toBeGreaterThan(costTicks - 0.1);
        expect(study.costTicks).toBeLessThan(costTicks + 0.2);
        expect(study.netTicks).toBeCloseTo(study.grossTicks - study.costTicks, 9);
      }
    }
  });

  test('where there is an edge, it finds it', () => {
    // A market that repeats its last five minutes: whoever follows them, earns.
    let price = 20_000;
    let drift = 3;
    const bars = Array.from({ length: 3_000 }, (_, i) => {
      if (i % 90 === 0) drift = -drift;
      const open = price;
      price += drift;
      const [high, low] = [Math.max(open, price) + 1, Math.min(open, price) - 1];
      return { timeMs: UNTIL - 3 * DAY + i * 60_000, open, high, low, close: price, volume: 20 };
    });
    const feed = new ReplayFeed({ bars: new Map([['MES', bars]]), calendar: CME, staleMs: 180_000 });
    const study = studyEntries(feed, 'MES', UNTIL - 3 * DAY, UNTIL, 1, { kind: 'follow', minutes: 5 });
    expect(study.grossTicks).toBeGreaterThan(4 * study.grossError);
  });

  test('pooled studies weigh by trades', () => {
    const one = { trades: 100, grossTicks: 1, grossError: 0.3, costTicks: 2, netTicks: -1 };
    const two = { trades: 300, grossTicks: -1, grossError: 0.2, costTicks: 2, netTicks: -3 };
    expect(pool([one, two])).toMatchObject({ trades: 400, grossTicks: -0.5, costTicks: 2, netTicks: -2.5 });
    expect(pool([one, two]).grossError).toBeCloseTo(Math.hypot(30, 60) / 400, 9);
  });
});
