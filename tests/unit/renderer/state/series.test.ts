import { describe, expect, it } from 'vitest';
import {
  EMPTY_SERIES,
  pointAt,
  trimmed,
  withBar,
  withHistory,
  withOlder,
  withTick,
  type ChartPoint,
  type Series,
} from '../../../../renderer/state/series.ts';

const MINUTE = 60_000;

function point(minute: number, close = 100): ChartPoint {
  return { timeMs: minute * MINUTE, open: 100, high: 101, low: 99, close, volume: 10, entry: false, exit: false };
}

function forming(
  minute: number,
  close = 100,
): { timeMs: number; open: number; high: number; low: number; close: number } {
  return { timeMs: minute * MINUTE, open: 100, high: 101, low: 99, close };
}

function minutes(series: Series): number[] {
  return series.points.map(({ timeMs }) => timeMs / MINUTE);
}

const started = withHistory(EMPTY_SERIES, [point(5), point(6), point(7)], MINUTE).series;

describe('history', () => {
  it('replaces what it overlaps and keeps what was loaded before it', () => {
    const longer = withOlder(started, [point(3), point(4)]).series;
    const again = withHistory(longer, [point(6), point(7), point(8)], MINUTE).series;
    expect(minutes(again)).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('drops the old part when there is a hole between', () => {
    expect(minutes(withHistory(started, [point(20), point(21)], MINUTE).series)).toEqual([20, 21]);
  });

  it('is put in order, each minute once', () => {
    expect(minutes(withHistory(EMPTY_SERIES, [point(2), point(1), point(2, 105)], MINUTE).series)).toEqual([1, 2]);
  });
});

describe('older bars', () => {
  it('come before the first, and an empty answer ends the asking', () => {
    const longer = withOlder(started, [point(3), point(4), point(5)]);
    expect(minutes(longer.series)).toEqual([3, 4, 5, 6, 7]);
    expect(longer.change).toBe('whole');
    expect(withOlder(longer.series, []).series.complete).toBe(true);
  });
});

describe('a closed bar', () => {
  it('goes to the end and takes the forming bar of its minute away', () => {
    const ticking = withTick(started, forming(8)).series;
    const closed = withBar(ticking, point(8, 102));
    expect(closed.change).toBe('last');
    expect(minutes(closed.series)).toEqual([5, 6, 7, 8]);
    expect(closed.series.forming).toBeNull();
  });

  it('that is told again replaces itself', () => {
    expect(withBar(started, point(6, 103)).series.points[1]?.close).toBe(103);
    expect(withBar(started, point(6, 103)).change).toBe('whole');
  });

  it('keeps a newer forming bar', () => {
    const ticking = withTick(started, forming(9)).series;
    expect(withBar(ticking, point(8)).series.forming?.timeMs).toBe(9 * MINUTE);
  });
});

describe('a tick', () => {
  it('moves the forming bar', () => {
    const moved = withTick(withTick(started, forming(8)).series, forming(8, 104));
    expect([moved.change, moved.series.forming?.close]).toEqual(['last', 104]);
  });

  it('that is late changes nothing', () => {
    expect(withTick(started, forming(7)).change).toBe('none');
    expect(withTick(withTick(started, forming(9)).series, forming(8)).change).toBe('none');
  });
});

it('lets its oldest bars go when it has too many, and may load them again', () => {
  const long = withHistory(
    EMPTY_SERIES,
    [1, 2, 3, 4, 5].map((minute) => point(minute)),
    MINUTE,
  ).series;
  expect(trimmed(long, 5, 3)).toBe(long);
  expect(minutes(trimmed({ ...long, complete: true }, 4, 3))).toEqual([3, 4, 5]);
  expect(trimmed({ ...long, complete: true }, 4, 3).complete).toBe(false);
});

it('finds a bar by its time', () => {
  expect(pointAt(started, 6 * MINUTE)?.timeMs).toBe(6 * MINUTE);
  expect(pointAt(started, 6.5 * MINUTE)).toBeUndefined();
  expect(pointAt(EMPTY_SERIES, 0)).toBeUndefined();
});
