import { expect, test } from 'vitest';
import { newsIn } from '../../../../../../engine/venue/core/simulator/news.ts';

const minute = (text: string): number => Date.parse(text) / 60_000;

test('releases come at their minute, on some weekdays, never at the weekend', () => {
  const found: number[] = [];
  for (let day = 0; day < 140; day += 1) {
    // 12:30Z is 07:30 Chicago in summer.
    const release = minute('2026-05-04T12:30:00Z') + day * 1_440;
    const news = newsIn(1, release - 10, 20);
    expect(newsIn(1, release + 1, 20)).toBeUndefined();
    if (news === undefined) continue;
    expect(news).toBe(release);
    found.push(day % 7);
  }
  expect(found.length).toBeGreaterThan(15);
  expect(found.length).toBeLessThan(60);
  expect(found.filter((day) => day >= 5)).toEqual([]);
  expect(newsIn(2, minute('2026-05-04T00:00:00Z'), 60)).toBeUndefined();
});
