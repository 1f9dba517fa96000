import { describe, expect, test } from 'vitest';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { MNQ, NAMES, range, file, minute } from '../../../../../support/recordings/rows.ts';

describe('numbers', () => {
  test('a sign between thousands, told by the tick', () => {
    const rows = range(5).map((i) => `${minute(i)};24.112;24.113;24.111;24.112;1.856`);
    expect(importBars(file(rows, NAMES.replaceAll(',', ';')), MNQ).bars[0]).toMatchObject({
      open: 96_448,
      volume: 1_856,
    });
    expect(
      importBars(file(rows, NAMES.replaceAll(',', ';')), { ...MNQ, mapping: { decimal: 'point' }, round: true })
        .bars[0],
    ).toMatchObject({ open: 96 });
  });

  test('thousands between quotes', () => {
    const { bars } = importBars(file([`${minute(0)},"24,112.25","24,113.25","24,111.25","24,112.25","1,500"`]), MNQ);
    expect(bars[0]).toMatchObject({ open: 96_449, volume: 1_500 });
  });

  test('no volume is no volume, one that is written short is read', () => {
    const rows = ['', 'NaN', 'null', '-', '1.5K'].map((volume, i) => `${minute(i)},100,101,99,100,${volume}`);
    const { bars, verdict } = importBars(file(rows), MNQ);
    expect(bars.map((bar) => bar.volume)).toEqual([0, 0, 0, 0, 1_500]);
    expect(verdict.withoutVolume).toEqual({ count: 4, lines: [2, 3, 4, 5] });
  });

  test('the column that holds the volume, where several could', () => {
    const rows = range(5).map((i) => `${minute(i)},100,101,99,100,7,2,0`);
    const names = 'time,open,high,low,close,tick_volume,spread,real_volume';
    expect(importBars(file(rows, names), MNQ).bars[0]?.volume).toBe(7);
    const both = range(5).map((i) => `${minute(i)},100,101,99,100,7,2,300`);
    expect(importBars(file(both, names), MNQ).bars[0]?.volume).toBe(300);
  });

  test('volumes in parts are no contracts: the bars are taken without, and it is said', () => {
    const rows = range(5).map((i) => `${minute(i)},100,101,99,100,0.${i + 1}23`);
    const { bars, verdict } = importBars(file(rows), MNQ);
    expect([bars.length, bars[0]?.volume, verdict.hints.length]).toEqual([5, 0, 1]);
  });
});
