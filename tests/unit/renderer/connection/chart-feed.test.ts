import { describe, expect, it } from 'vitest';
import { ChartFeed, MOST_JUMP_POINTS } from '../../../../renderer/connection/chart-feed.ts';
import type { ChartPoint } from '../../../../renderer/state/series.ts';

const MINUTE = 60_000;
const point = (minute: number): ChartPoint => ({
  timeMs: minute * MINUTE,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
  entry: false,
  exit: false,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => point(from + index));

/** A server that has the minutes from `first` on. */
function feedOf(first: number): { feed: ChartFeed; asked: number[] } {
  const asked: number[] = [];
  const feed = new ChartFeed('1m', (beforeMs, points) => {
    asked.push(points);
    const before = beforeMs / MINUTE;
    return Promise.resolve(range(Math.max(first, before - points), before));
  });
  return { feed, asked };
}

describe('a jump to a moment', () => {
  it('loads page after page until its bar is there, and draws once', async () => {
    const { feed, asked } = feedOf(0);
    feed.history(range(9_500, 10_000));
    const drawn: number[] = [];
    feed.listen(({ points }) => void drawn.push(points.length));
    expect(await feed.back(5_000 * MINUTE)).toBe('there');
    expect(feed.get().points[0]?.timeMs).toBeLessThanOrEqual(5_000 * MINUTE);
    expect(feed.get().points.every(({ timeMs }, n, all) => n === 0 || timeMs - all[n - 1]!.timeMs === MINUTE)).toBe(
      true,
    );
    expect(asked).toHaveLength(3);
    expect(drawn).toHaveLength(1);
  });

  it('asks for nothing when the bar is there already', async () => {
    const { feed, asked } = feedOf(0);
    feed.history(range(9_500, 10_000));
    expect(await feed.back(9_700 * MINUTE)).toBe('there');
    expect(asked).toEqual([]);
  });

  it('says when there are no such bars, and asks no more', async () => {
    const { feed, asked } = feedOf(9_000);
    feed.history(range(9_500, 10_000));
    expect(await feed.back(5_000 * MINUTE)).toBe('none');
    expect(feed.get().points[0]?.timeMs).toBe(9_000 * MINUTE);
    expect(feed.get().complete).toBe(true);
    const before = asked.length;
    expect(await feed.back(5_000 * MINUTE)).toBe('none');
    expect(asked).toHaveLength(before);
  });

  it('does not load without end', async () => {
    const { feed } = feedOf(0);
    feed.history(range(MOST_JUMP_POINTS * 3, MOST_JUMP_POINTS * 3 + 500));
    expect(await feed.back(10 * MINUTE)).toBe('too-far');
    expect(feed.get().points.length).toBeLessThan(MOST_JUMP_POINTS + 3_000);
  });

  it('waits for the first picture, and for what is being loaded', async () => {
    const { feed, asked } = feedOf(0);
    const reached = feed.back(9_000 * MINUTE);
    feed.history(range(9_500, 10_000));
    const scrolled = feed.older();
    expect(await reached).toBe('there');
    await scrolled;
    expect(asked[0]).toBe(500);
  });

  it('says when the server does not answer', async () => {
    const feed = new ChartFeed('1m', () => Promise.resolve(undefined));
    feed.history(range(9_500, 10_000));
    expect(await feed.back(5_000 * MINUTE)).toBe('no-answer');
  });
});
