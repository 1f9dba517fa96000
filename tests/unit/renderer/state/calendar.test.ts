import { describe, expect, it } from 'vitest';
import { dayOfYear, daysBefore, heat, monthBeside, monthRange, weeksOf } from '../../../../renderer/state/calendar.ts';

const day = (date: string, pnl: number) => ({ date, pnl, trades: 2, wins: 1 });

describe('a month', () => {
  it('is shown in whole weeks from Monday to Sunday', () => {
    expect(monthRange('2026-11')).toEqual({ from: '2026-10-26', to: '2026-12-06' });
    expect(monthRange('2027-02')).toEqual({ from: '2027-02-01', to: '2027-02-28' });
  });

  it('has its neighbors, also over a year', () => {
    expect([monthBeside('2026-12', 1), monthBeside('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  it('sums its weeks to the cent', () => {
    const weeks = weeksOf('2026-11', [day('2026-11-02', 0.1), day('2026-11-03', 0.2), day('2026-11-09', -5)]);
    expect(weeks.map(({ sum, trades }) => [sum, trades]).slice(1, 3)).toEqual([
      [0.3, 4],
      [-5, 2],
    ]);
    expect(weeks[0]?.cells.filter(({ isInMonth }) => isInMonth)).toHaveLength(1);
  });
});

it('tints the largest day fully and small ones palely', () => {
  const days = [day('2026-11-02', -400), day('2026-11-03', 100)];
  expect([heat(-400, days), heat(100, days), heat(0, days)]).toEqual([1, 0.5, 0]);
});

it('counts days back over a month, and names a date without a zone', () => {
  expect([daysBefore('2026-11-05', 7), daysBefore('2026-11-05', 0)]).toEqual(['2026-10-29', '2026-11-05']);
  expect([dayOfYear('2026-11-05'), dayOfYear('2026-01-31')]).toEqual(['5 Nov', '31 Jan']);
});
