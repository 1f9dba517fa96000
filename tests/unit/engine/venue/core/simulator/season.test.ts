import { describe, expect, test } from 'vitest';
import { Season } from '../../../../../../engine/venue/core/simulator/season.ts';

const minute = (text: string): number => Date.parse(text) / 60_000;

describe.each([false, true])('Season (every day: %s)', (everyDay) => {
  const season = new Season('equity', everyDay);

  test('the variance before a minute is the sum of the minutes', () => {
    const from = minute('2026-11-15T00:00:00Z');
    let sum = 0;
    for (let m = from; m < from + 7 * 1_440; m += 1) sum += season.variance(m);
    expect(season.before(from + 7 * 1_440) - season.before(from)).toBeCloseTo(sum, 9);
    expect(sum).toBeCloseTo(everyDay ? 7 : 5.14, 1);
  });

  test('the opening at 08:30 Chicago is busy, in winter and summer', () => {
    for (const day of ['2026-01-14', '2026-07-15']) {
      const opening = minute(`${day}T${day === '2026-01-14' ? '14:31' : '13:31'}:00Z`);
      expect(season.variance(opening)).toBeGreaterThan(3 * season.variance(opening - 90));
      expect(season.volume(opening)).toBeGreaterThan(3 * season.volume(opening - 90));
    }
  });

  test('the weekend', () => {
    const saturday = minute('2026-11-21T15:00:00Z');
    const ratio = season.variance(saturday) / season.variance(minute('2026-11-20T15:00:00Z'));
    if (everyDay) expect(ratio).toBeCloseTo(1, 9);
    else expect(ratio).toBeLessThan(0.1);
  });
});
