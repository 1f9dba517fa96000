import { describe, expect, test } from 'vitest';
import type { ImportOptions } from '../../../../../../engine/venue/core/csv/import-options.ts';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { problemText } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { verdictTable } from '../../../../../../engine/venue/core/csv/verdict-table.ts';
import { specOf } from '../../../../../../engine/domain/catalog.ts';
import { sameBar } from '../../../../../../engine/domain/bar.ts';
import { hasRecorded, recorded } from '../../../../../support/recorded-data.ts';

const MNQ: ImportOptions = { spec: specOf('MNQ'), name: 'x.csv' };

/** Rows from Monday 2024-01-08 15:00Z on, one a minute, after the usual header. */
function file(rows: readonly string[]): string {
  return ['timestamp,open,high,low,close,volume', ...rows].join('\n');
}
const stamp = (minute: number): string => new Date(Date.parse('2024-01-08T15:00:00Z') + minute * 60_000).toISOString();
const good = (minute: number): string => `${stamp(minute)},100,101.25,99.75,100.5,10`;

describe('importBars', () => {
  test('a file of more rows than memory holds is refused in words', () => {
    const rows = [good(0), good(1), good(2)];
    expect(importBars(file(rows), { ...MNQ, mostRows: 3 }).bars.length).toBe(3);
    const { bars, verdict } = importBars(file(rows), { ...MNQ, mostRows: 2 });
    expect(bars).toEqual([]);
    expect(problemText(verdict)).toMatch(/more rows than are taken at once; cut it into parts.*: more than 2$/);
  });

  test('sound rows become bars in ticks', () => {
    const { bars, verdict, intervalMs } = importBars(file([good(0), good(1), good(2)]), MNQ);
    expect(bars[0]).toEqual({ timeMs: Date.parse(stamp(0)), open: 400, high: 405, low: 399, close: 402, volume: 10 });
    expect([bars.length, intervalMs, verdict.rows, verdict.bars, verdict.refused]).toEqual([3, 60_000, 3, 3, {}]);
  });

  test.each([
    ['unparsable', `${stamp(5)},100,x,99,100,1`],
    ['cells', `${stamp(5)},100,101`],
    ['cells', `${stamp(5)},24,112,24,113,24,111,24,112,1,100`],
    ['unparsable', `yesterday,100,101,99,100,1`],
    ['unparsable', `${stamp(5)},100,0x65,99,100,1`],
    ['nan', `${stamp(5)},100,NaN,99,100,1`],
    ['nan', `${stamp(5)},100,101,,100,1`],
    ['nan', `${stamp(5)},null,null,null,null,null`],
    ['off_tick', `${stamp(5)},100,101.1,99,100,1`],
    ['impossible', `${stamp(5)},100,99,98,98.5,1`],
    ['impossible', `${stamp(5)},100,101,100.25,101,1`],
    ['impossible', `${stamp(5)},-1,1,-2,0,1`],
    ['bad_volume', `${stamp(5)},100,101,99,100,-3`],
    ['bad_volume', `${stamp(5)},100,101,99,100,2.5`],
    ['off_minute', `2024-01-08T15:05:30Z,100,101,99,100,1`],
    ['duplicate', good(1)],
    ['out_of_order', good(-30)],
  ])('%s: refused and counted with its line (%s)', (reason, row) => {
    const { bars, verdict } = importBars(file([good(0), good(1), row, good(6), good(7), good(8), row, good(9)]), MNQ);
    expect(bars.length).toBe(6);
    expect(verdict.refused).toEqual({ [reason]: { count: 2, lines: reason === 'off_tick' ? [4, 8] : [4, 8] } });
  });

  test('one row from the far future does not refuse all that follow', () => {
    const { bars, verdict } = importBars(file([good(0), good(5_000_000), good(1), good(2), good(3), good(4)]), MNQ);
    expect(bars.length).toBe(5);
    expect(verdict.refused).toEqual({ out_of_order: { count: 1, lines: [3] } });
  });

  test('two neighbors exchanged: the later one is refused', () => {
    const { verdict } = importBars(file([good(0), good(2), good(1), good(3), good(4), good(5)]), MNQ);
    expect(verdict.refused).toEqual({ out_of_order: { count: 1, lines: [4] } });
  });

  test('newest first is turned round', () => {
    const { bars, verdict } = importBars(file([good(3), good(2), good(1), good(0)]), MNQ);
    expect(bars.map((bar) => bar.timeMs)).toEqual([0, 1, 2, 3].map((minute) => Date.parse(stamp(minute))));
    expect([verdict.newestFirst, verdict.refused]).toEqual([true, {}]);
  });

  test('round: prices to the nearest tick, counted', () => {
    const { bars, verdict } = importBars(file([good(0), `${stamp(1)},100.1,101.2,99.9,100.4,1`]), {
      ...MNQ,
      round: true,
    });
    expect(bars[1]).toMatchObject({ open: 400, high: 405, low: 400, close: 402 });
    expect(verdict.rounded).toEqual({ count: 1, lines: [3] });
  });

  test('bars of several minutes: rows off their grid are refused', () => {
    const rows = [0, 5, 10, 12, 15, 20, ...Array.from({ length: 40 }, (_, i) => 25 + 5 * i)].map(good);
    const { verdict } = importBars(file(rows), MNQ);
    expect([verdict.intervalMs, verdict.refused]).toEqual([300_000, { off_grid: { count: 1, lines: [5] } }]);
  });

  test('bars of a minute that are far apart are still bars of a minute', () => {
    expect(importBars(file([0, 5, 9, 14, 17, 26, 31].map(good)), MNQ).intervalMs).toBe(60_000);
    expect(importBars(file([good(0)]), MNQ).intervalMs).toBe(60_000);
  });

  test('gaps stay gaps, the night is none', () => {
    const { verdict } = importBars(file([good(0), good(1), good(4), good(10), good(24 * 60)]), MNQ);
    // 2 + 5 minutes, then 15:11Z to 22:00Z and 23:00Z to 15:00Z.
    expect([verdict.missing, verdict.gaps]).toEqual([2 + 5 + 409 + 960, 4]);
    expect(verdict.longestGapMs).toBe(960 * 60_000);
  });

  test('a file of several instruments: the one with the most rows', () => {
    const row = (minute: number, id: number, price: number): string =>
      `${Date.parse(stamp(minute))}000000,${id},${price},${price},${price},${price},5`;
    const text = [
      'ts_event,instrument_id,open,high,low,close,volume',
      row(0, 7, 100e9),
      row(0, 8, 200e9),
      row(1, 7, 101e9),
      row(2, 7, 101e9),
    ].join('\n');
    const { bars, verdict } = importBars(text, MNQ);
    expect(bars.map((bar) => bar.close)).toEqual([400, 404, 404]);
    expect(verdict.refused).toEqual({ other_instrument: { count: 1, lines: [3] } });
  });

  test.each<[string, string, Partial<ImportOptions>]>([
    ['empty', '', {}],
    ['columns', 'a,b,c\n1,2,3', {}],
    ['zone', file(['2024-01-08 09:00:00,1,1,1,1,1']), {}],
    ['unknown_zone', file(['2024-01-08 09:00:00,1,1,1,1,1']), { zone: 'Moon/Base' }],
    ['nothing_left', file([`${stamp(0)},1.1,1.1,1.1,1.1,1`]), {}],
  ])('a whole file refused: %s', (code, text, more) => {
    const { bars, verdict } = importBars(text, { ...MNQ, ...more });
    expect([bars.length, verdict.problem?.code]).toEqual([0, code]);
    expect(verdictTable(verdict)).toContain('REFUSED');
  });

  test('the verdict as a table', () => {
    const { verdict } = importBars(
      file([good(0), `${stamp(1)},100.1,101,99,100,1`, good(2), `${stamp(3)},100,100,100,100,0`]),
      MNQ,
    );
    expect(verdictTable(verdict).split('\n')).toEqual([
      'file                   x.csv',
      'exporter               bars',
      'as                     MNQ',
      'read as                cells between commas, decimal point, year-month-day',
      'rows                   4',
      'bars                   3',
      'interval               1 min',
      'zone                   UTC, as the stamps say',
      "stamps                 the bar's open",
      'from                   2024-01-08T15:00:00Z',
      'to                     2024-01-08T15:03:00Z',
      'refused: off the tick  1 (line 3)',
      'first refused          line 3, off the tick: expected prices in steps of 0.25, found 100.1, 101, 99, 100; --round takes the nearest tick',
      'without volume (kept)  1 (line 5)',
      'sessions               1 with bars, 0 without',
      'missing intervals      1 in 1 gaps, longest 1 min',
      'rolls seen             none',
    ]);
  });
});

describe('recorded files', () => {
  const path = (name: string): string => `exports/${name}`;
  const has = (...names: string[]): boolean => names.every(hasRecorded);

  test.skipIf(!has(path('tradingview_NQ_1m_with_indicators.csv'), 'bars/NQ_1m_2022-01-16_2022-01-28.csv'))(
    'TradingView’s export is the same month as its bars file',
    () => {
      const export_ = importBars(recorded(path('tradingview_NQ_1m_with_indicators.csv')), MNQ);
      const bars = importBars(recorded('bars/NQ_1m_2022-01-16_2022-01-28.csv'), MNQ);
      expect(export_.verdict.format).toBe('tradingview');
      expect(export_.bars.length).toBeGreaterThan(13_000);
      expect(export_.bars.every((bar, i) => sameBar(bar, bars.bars[i] ?? bar))).toBe(true);
    },
  );

  test.skipIf(!has(path('us_eastern_naive_NQ_1m.csv'), 'bars/NQ_1m_2023-11-19_2023-12-04.csv'))(
    'a naive file is refused without its zone, and right with it',
    () => {
      const text = recorded(path('us_eastern_naive_NQ_1m.csv'));
      expect(importBars(text, MNQ).verdict.problem?.code).toBe('zone');
      const { bars } = importBars(text, { ...MNQ, zone: 'America/New_York' });
      const expected = importBars(recorded('bars/NQ_1m_2023-11-19_2023-12-04.csv'), MNQ).bars;
      expect(bars.length).toBe(3_999);
      expect(bars.every((bar, i) => sameBar(bar, expected[i] ?? bar))).toBe(true);
    },
  );

  test.skipIf(!has(path('databento_MES_1m_2023-11-24.csv'), 'bars/MES_1m_2023-11-19_2023-12-04.csv'))(
    'Databento’s integers',
    () => {
      const MES = { spec: specOf('MES') };
      const { bars, verdict } = importBars(recorded(path('databento_MES_1m_2023-11-24.csv')), MES);
      const first = bars[0]?.timeMs ?? 0;
      const expected = importBars(recorded('bars/MES_1m_2023-11-19_2023-12-04.csv'), MES).bars.filter(
        (bar) => bar.timeMs >= first && bar.timeMs <= (bars.at(-1)?.timeMs ?? 0),
      );
      expect(verdict.refused).toEqual({});
      expect(bars).toEqual(expected);
    },
  );

  test.skipIf(!has(path('yahoo_MNQ_5m_dirty.csv')))(
    'Yahoo’s dirty file: off-tick rows, no volume, an unadjusted roll',
    () => {
      const text = recorded(path('yahoo_MNQ_5m_dirty.csv'));
      const { verdict, rolls, intervalMs } = importBars(text, MNQ);
      expect(intervalMs).toBe(300_000);
      expect(verdict.refused.off_tick?.count).toBe(21);
      expect(Object.keys(verdict.refused)).toEqual(['off_tick']);
      expect(verdict.withoutVolume?.count).toBe(39);
      expect(rolls).toEqual([{ atMs: Date.parse('2025-09-16T08:15:00Z'), kind: 'jump' }]);
      expect(importBars(text, { ...MNQ, round: true }).verdict.rounded?.count).toBe(21);
    },
  );

  test.skipIf(!has('bars/MES_1m_2024-03.csv'))('March 2024: the expiry is seen, nothing lies outside hours', () => {
    const { rolls, verdict } = importBars(recorded('bars/MES_1m_2024-03.csv'), { spec: specOf('MES') });
    expect(rolls).toEqual([{ atMs: Date.parse('2024-03-15T13:30:00Z'), kind: 'expiry' }]);
    expect([verdict.refused, verdict.outsideHours]).toEqual([{}, undefined]);
  });

  const files: [string, string][] = [
    ['NQ_1m_2022-01-16_2022-01-28', 'MNQ'],
    ['MGC_1m_2022-01-16_2022-01-28', 'MGC'],
    ['NQ_1m_2023-11-19_2023-12-04', 'MNQ'],
    ['MES_1m_2023-11-19_2023-12-04', 'MES'],
    ['MGC_1m_2023-11-19_2023-12-04', 'MGC'],
    ['MES_1m_2024-01', 'MES'],
    ['MGC_1m_2024-01', 'MGC'],
    ['MGC_1m_2024-03', 'MGC'],
    ['6E_1m_2024-01-01_2024-01-21', 'M6E'],
  ];
  for (const [name, root] of files) {
    test.skipIf(!hasRecorded(`bars/${name}.csv`))(
      `${name}: every row taken, none outside session hours, no roll invented`,
      () => {
        const options = { spec: specOf(root), round: root === 'M6E' };
        const { verdict, rolls } = importBars(recorded(`bars/${name}.csv`), options);
        expect([verdict.bars, verdict.outsideHours, rolls]).toEqual([verdict.rows, undefined, []]);
      },
    );
  }
});
