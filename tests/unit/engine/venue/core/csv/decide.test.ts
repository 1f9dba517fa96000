import { expect, test } from 'vitest';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { problemText } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { createZone } from '../../../../../../engine/domain/zone.ts';
import { MNQ, range, file, priced, minute } from '../../../../../support/recordings/rows.ts';

test('rows with more cells than names are refused, not cut', () => {
  const rows = range(5).map((i) => `${minute(i)},24,112,24,113,24,111,24,112,1,100`);
  const { bars, verdict } = importBars(file(rows), MNQ);
  expect([bars.length, verdict.refused.cells?.count]).toEqual([0, 5]);
  expect(problemText(verdict)).toMatch(/expected 6 cells, found 11: .*Export with another sign/);
  const shifted = range(5).map((i) => `${i},${priced(minute(i))}`);
  expect(problemText(importBars(file(shifted), MNQ).verdict)).toContain('expected 6 cells as there are names, found 7');
});

test('names in a zone: the clock of a column that says UTC, and of stamps that name theirs', () => {
  const utc = importBars('Gmt time,open,high,low,close\n04.03.2026 14:30:00.000,100,101,99,100', {
    ...MNQ,
    mapping: { dateOrder: 'dmy' },
  });
  expect([utc.bars[0]?.timeMs, utc.verdict.zone]).toEqual([
    Date.parse(minute(0)),
    'UTC, as the name of the column says',
  ]);
  const own = importBars('date,open,high,low,close\n20260304 08:30:00 US/Central,100,101,99,100', MNQ);
  expect([own.bars[0]?.timeMs, own.verdict.zone]).toEqual([Date.parse(minute(0)), 'US/Central, as the stamps say']);
  expect(createZone('US/Central').offsetMs(Date.parse(minute(0)))).toBe(-6 * 3_600_000);
});

test('bars of days by their dates alone are the exchange’s and ask for no zone; a clock among them does', () => {
  const days = ['2026-03-05', '2026-03-06', '2026-03-09', '2026-03-10'];
  const { bars, intervalMs, verdict } = importBars(file(days.map((day) => priced(day))), MNQ);
  // Midnight in Chicago, in winter and in summer time.
  expect(bars.map(({ timeMs }) => new Date(timeMs).toISOString().slice(0, 13))).toEqual([
    '2026-03-05T06',
    '2026-03-06T06',
    '2026-03-09T05',
    '2026-03-10T05',
  ]);
  expect([intervalMs, verdict.zone]).toEqual([86_400_000, "America/Chicago, the exchange's: there are dates alone"]);
  expect(importBars(file([...days, '2026-03-11 08:30'].map((day) => priced(day))), MNQ).verdict.problem?.code).toBe(
    'zone',
  );
});

test('a weekday before the date is no part of it, however the date is written', () => {
  for (const day of ['Wed 2026-03-04', 'Wed, 03/04/2026', 'wed. 04 Mar 2026', 'Wednesday 20260304']) {
    const mapping = { dateOrder: 'mdy' } as const;
    const { bars } = importBars(file([priced(`"${day} 14:30 UTC"`)]), { ...MNQ, mapping });
    expect([day, bars[0]?.timeMs]).toEqual([day, Date.parse(minute(0))]);
  }
});
