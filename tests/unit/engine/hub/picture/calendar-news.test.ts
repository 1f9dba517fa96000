import { expect, test } from 'vitest';
import { ALWAYS, CME } from '../../../../../engine/domain/session.ts';
import { calendarNews } from '../../../../../engine/hub/picture/calendar-news.ts';

const WEDNESDAY = '2026-11-25'; // the day before Thanksgiving
const T = Date.UTC(2026, 10, 25, 15);

test('a trading day tells of holidays and early closes near it, for what is traded', () => {
  const news = calendarNews(CME, WEDNESDAY, ['MNQ', 'MGC', 'M6E'], T);
  expect(news.map(({ type, title }) => [type, title])).toEqual([
    ['NEWS_UPDATE', expect.stringMatching(/^Thanksgiving.*, 2026-11-26$/)],
    ['NEWS_UPDATE', expect.stringMatching(/, 2026-11-27$/)],
  ]);
  expect(news[0]?.message).toContain('MNQ until 12:00 Chicago');
});

test('an ordinary week and an always-open simulation have none', () => {
  expect(calendarNews(CME, '2026-10-20', ['MNQ'], T)).toEqual([]);
  expect(calendarNews(ALWAYS, WEDNESDAY, ['MNQ'], T)).toEqual([]);
});
