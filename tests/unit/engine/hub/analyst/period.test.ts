import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../../engine/domain/civil-day.ts';
import { ALWAYS, CME } from '../../../../../engine/domain/session.ts';
import { periodIn, spanOf } from '../../../../../engine/hub/analyst/period.ts';

/** A Monday. */
const TODAY = parseDay('2026-11-23') ?? 0;
const days = (text: string, calendar = CME) => {
  const { fromDay, toDay } = spanOf(calendar, TODAY, periodIn(text));
  return [fromDay, toDay];
};

describe('the days of a question', () => {
  it.each([
    ['pnl', '2026-11-23', '2026-11-23'],
    ['pnl yesterday', '2026-11-20', '2026-11-20'],
    ['pnl this week', '2026-11-23', '2026-11-23'],
    ['pnl last week', '2026-11-16', '2026-11-22'],
    ['pnl this month', '2026-11-01', '2026-11-23'],
    ['pnl last month', '2026-10-01', '2026-10-31'],
    ['pnl of the last 7 days', '2026-11-17', '2026-11-23'],
    ['the past 2 weeks', '2026-11-10', '2026-11-23'],
    ['trades on tuesday', '2026-11-17', '2026-11-17'],
    ['trades on monday', '2026-11-23', '2026-11-23'],
    ['what happened on november 18', '2026-11-18', '2026-11-18'],
    ['on the 18th of nov', '2026-11-18', '2026-11-18'],
    ['on dec 24', '2025-12-24', '2025-12-24'],
    ['net for november', '2026-11-01', '2026-11-23'],
    ['what did I make in december', '2025-12-01', '2025-12-31'],
    ['fees of feb 2026', '2026-02-01', '2026-02-28'],
    ['on 2026-02-03', '2026-02-03', '2026-02-03'],
    ['since I started'.toLowerCase(), '1970-01-01', '2026-11-23'],
  ])('%s', (text, from, to) => {
    expect(days(text)).toEqual([from, to]);
  });

  it('yesterday is the day before where the market never closes', () => {
    expect(days('yesterday', ALWAYS)).toEqual(['2026-11-22', '2026-11-22']);
  });

  it('a day is the trading day, from 17:00 Chicago of the evening before', () => {
    const { fromMs, toMs } = spanOf(CME, TODAY, 'yesterday');
    expect([fromMs, toMs]).toEqual([Date.parse('2026-11-19T23:00:00Z'), Date.parse('2026-11-20T23:00:00Z')]);
  });
});
