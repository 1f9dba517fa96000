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
