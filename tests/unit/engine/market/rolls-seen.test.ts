import { describe, expect, test } from 'vitest';
import type { Bar } from '../../../../engine/domain/bar.ts';
import { rollsSeen } from '../../../../engine/market/rolls-seen.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { CME, isOpen } from '../../../../engine/domain/session.ts';

/** Quiet minutes of open sessions, but for what `price` says. */
function minutes(from: string, to: string, price: (timeMs: number) => number | undefined): Bar[] {
  const bars: Bar[] = [];
  for (let t = Date.parse(from); t < Date.parse(to); t += 60_000) {
    const at = price(t);
    if (at === undefined || !isOpen(CME, 'MES', t)) continue;
    const wiggle = (t / 60_000) % 5;
    bars.push({ timeMs: t, open: at + wiggle, high: at + 6, low: at - 2, close: at + 4 - wiggle, volume: 10 });
  }
  return bars;
}

describe('rollsSeen', () => {
  const expiry = Date.parse('2024-03-15T13:30:00Z');

  test('a session that stops at the last trade', () => {
    const bars = minutes('2024-03-14T12:00:00Z', '2024-03-19T00:00:00Z', (t) =>
      t >= expiry && t < Date.parse('2024-03-17T22:00:00Z') ? undefined : t < expiry ? 20_000 : 20_240,
    );
    expect(rollsSeen(specOf('MES'), bars)).toEqual([{ atMs: expiry, kind: 'expiry' }]);
    // The file may end there, too.
    expect(
      rollsSeen(
        specOf('MES'),
        bars.filter((bar) => bar.timeMs < expiry),
      ),
    ).toEqual([{ atMs: expiry, kind: 'expiry' }]);
  });

  test('a session that goes on past the expiry has rolled before', () => {
    expect(
      rollsSeen(
        specOf('MES'),
        minutes('2024-03-14T12:00:00Z', '2024-03-19T00:00:00Z', () => 20_000),
      ),
    ).toEqual([]);
  });

  test('a jump in the weeks of the roll', () => {
    const jump = Date.parse('2025-09-16T08:15:00Z');
    const bars = minutes('2025-09-15T22:00:00Z', '2025-09-16T20:00:00Z', (t) => (t < jump ? 26_000 : 26_250));
    expect(rollsSeen(specOf('MES'), bars)).toEqual([{ atMs: jump, kind: 'jump' }]);
  });

  test('not: the same jump months before an expiry, over a session’s edge, or news that trades back', () => {
    const early = Date.parse('2025-08-06T08:15:00Z');
    expect(
      rollsSeen(
        specOf('MES'),
        minutes('2025-08-05T22:00:00Z', '2025-08-06T20:00:00Z', (t) => (t < early ? 26_000 : 26_250)),
      ),
    ).toEqual([]);
    const edge = Date.parse('2025-09-16T22:00:00Z');
    expect(
      rollsSeen(
        specOf('MES'),
        minutes('2025-09-16T12:00:00Z', '2025-09-17T12:00:00Z', (t) => (t < edge ? 26_000 : 26_250)),
      ),
    ).toEqual([]);
    const news = Date.parse('2025-09-16T18:00:00Z');
    expect(
      rollsSeen(
        specOf('MES'),
        minutes('2025-09-16T12:00:00Z', '2025-09-16T20:00:00Z', (t) =>
          t >= news && t < news + 120_000 ? 26_250 : 26_000,
        ),
      ),
    ).toEqual([]);
  });

  test('no bars, no rolls', () => {
    expect(rollsSeen(specOf('MES'), [])).toEqual([]);
  });
});
