import { describe, expect, test } from 'vitest';
import type { ImportOptions } from '../../../../../../engine/venue/core/csv/import-options.ts';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { problemText, verdictLine } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { specOf } from '../../../../../../engine/domain/catalog.ts';
import { CME, sessionsBetween } from '../../../../../../engine/domain/session.ts';
import { CHICAGO, createZone, NEW_YORK, type Zone } from '../../../../../../engine/domain/zone.ts';

const MNQ: ImportOptions = { spec: specOf('MNQ'), name: 'x.csv' };
const DAY = 86_400_000;
const MINUTE = 60_000;
const NAMES = 'time,open,high,low,close,volume';

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const file = (rows: readonly string[], names = NAMES): string => [names, ...rows].join('\n');
const priced = (stamp: string, price = 24_112.25): string => `${stamp},${price},${price + 1},${price - 1},${price},10`;
const minute = (i: number): string => new Date(Date.parse('2026-03-04T14:30:00Z') + i * MINUTE).toISOString();
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Weekdays from a date on. */
function weekdays(from: string, count: number): number[] {
  const days: number[] = [];
  for (let at = day(from); days.length < count; at += DAY)
    if (![0, 6].includes(new Date(at).getUTCDay())) days.push(at);
  return days;
}
const at = (zone: Zone, wallMs: number): number => zone.toEpoch(wallMs);
const isoAt = (zone: Zone, wallMs: number): string => new Date(at(zone, wallMs)).toISOString();

describe('interval and grid', () => {
  test.each(['2026-02-16', '2026-10-19'])('daily bars across a change of the clocks go by date (%s)', (from) => {
    const days = weekdays(from, 40);
    const shapes = [
      days.map((one) => isoAt(NEW_YORK, one)),
      days.map((one) => isoAt(CHICAGO, one - 7 * 3_600_000)),
      days.map((one) => new Date(one).toISOString()),
    ];
    for (const stamps of shapes) {
      const { bars, verdict } = importBars(file(stamps.map((stamp) => priced(stamp))), MNQ);
      expect([bars.length, verdict.intervalMs, verdict.refused]).toEqual([40, DAY, {}]);
    }
  });

  test('dates without a clock are days, however few', () => {
    const rows = weekdays('2026-03-02', 11).map((one) => priced(new Date(one).toISOString().slice(0, 10)));
    const { bars, intervalMs } = importBars(file(rows), { ...MNQ, zone: 'America/New_York' });
    expect([bars.length, intervalMs]).toEqual([11, DAY]);
  });

  test('a second bar of a date is refused', () => {
    const rows = [...weekdays('2026-03-02', 8).map((one) => priced(new Date(one).toISOString()))];
    const { verdict } = importBars(file([...rows, priced('2026-03-11T14:00:00Z')]), MNQ);
    expect(verdict.refused).toEqual({ duplicate: { count: 1, lines: [10] } });
  });

  test('weeks are weeks', () => {
    const rows = range(20).map((i) => priced(isoAt(NEW_YORK, day('2026-02-02') + i * 7 * DAY)));
    expect(importBars(file(rows), MNQ)).toMatchObject({ intervalMs: 7 * DAY, bars: { length: 20 } });
  });

  test.each([45, 120, 180, 240])(
    '%i minutes, each session beginning anew, across a change of the clocks',
    (minutes) => {
      const sessions = sessionsBetween(CME, 'MNQ', day('2026-03-02'), day('2026-03-14'));
      const times = sessions.flatMap(({ openMs, closeMs }) =>
        range(Math.ceil((closeMs - openMs) / (minutes * MINUTE))).map((i) => openMs + i * minutes * MINUTE),
      );
      const rows = times.map((time) => priced(String(time / 1_000)));
      const { bars, verdict } = importBars(file(rows), MNQ);
      expect(verdict).toMatchObject({ intervalMs: minutes * MINUTE, refused: {}, missing: 0 });
      expect(bars.length).toBe(times.length);
    },
  );

  test('rows that cannot be read hide no interval: ten minutes between them are not ten-minute bars', () => {
    const rows = range(200).map((i) => (i % 10 === 0 ? priced(minute(i)) : priced(`2026-03-04 13:${i % 60}:00 PM`)));
    const { verdict, intervalMs } = importBars(file(rows), { ...MNQ, allowRefused: true });
    expect([verdict.bars, intervalMs, verdict.refused.unparsable?.count]).toEqual([20, MINUTE, 180]);
    const not = importBars(file(rows), MNQ).verdict;
    expect([not.problem?.code, not.bars]).toEqual(['most_refused', 0]);
    expect(problemText(not)).toMatch(
      /--allow-refused\): 180 of 200\. First refused: line 3, unparsable: expected an hour from 1 to 12 before AM or PM, found "2026-03-04 13:1:00 PM"|180 of 200/,
    );
  });
});

describe('instruments of one file', () => {
  const named = (name: string, i: number, price?: number): string => `${priced(minute(i), price)},${name}`;
  const names = `${NAMES},symbol`;

  test('one after the other are one contract, in whatever order they stand', () => {
    const first = range(30).map((i) => named('MNQH6', i));
    const second = range(30).map((i) => named('MNQM6', 30 + i));
    for (const rows of [
      [...first, ...second],
      [...second, ...first],
    ]) {
      const { bars, verdict } = importBars(file(rows, names), MNQ);
      expect([bars.length, verdict.refused, verdict.taken.length]).toEqual([60, {}, 2]);
    }
  });

  test('side by side: the one that bears the root’s name', () => {
    const rows = range(30).flatMap((i) => [named('ES=F', i, 6_000), named('MNQ=F', i), named('MNQZ6-MNQH7', i, 20)]);
    const { bars, verdict } = importBars(file(rows, names), MNQ);
    expect([bars.length, bars[0]?.open, verdict.taken]).toEqual([30, 24_112.25 * 4, ['MNQ=F']]);
    expect(verdict.refused).toMatchObject({ other_instrument: { count: 60 } });
  });

  test('side by side and not told apart: a question, with the flag that answers it', () => {
    const rows = range(30).flatMap((i) => [named('ES', i, 6_000), named('YM', i, 46_000)]);
    const { verdict } = importBars(file(rows, names), MNQ);
    expect(verdict.problem).toEqual({ code: 'instruments', detail: 'ES, YM' });
    expect(problemText(verdict)).toContain('--instrument');
    expect(importBars(file(rows, names), { ...MNQ, mapping: { instrument: 'YM' } }).bars[0]?.open).toBe(184_000);
    expect(importBars(file(rows, names), { ...MNQ, mapping: { instrument: 'NQ' } }).verdict.problem).toEqual({
      code: 'instruments',
      detail: 'found ES, YM, not "NQ"',
    });
  });
});

describe('stamps at the close', () => {
  const sessions = sessionsBetween(CME, 'MNQ', day('2026-03-03'), day('2026-03-06'));
  const closes = sessions.flatMap(({ openMs, closeMs }) =>
    range((closeMs - openMs) / (5 * MINUTE)).map((i) => openMs + (i + 1) * 5 * MINUTE),
  );
  const text = file(closes.map((time) => priced(new Date(time).toISOString())));

  test('what looks like closes is said, with the flag', () => {
    expect(importBars(text, MNQ).verdict.hints).toEqual([expect.stringContaining('--stamp close')]);
    expect(importBars(text, { ...MNQ, mapping: { stamp: 'open' } }).verdict.hints).toEqual([]);
    const opens = file(closes.map((time) => priced(new Date(time - 5 * MINUTE).toISOString())));
    expect(importBars(opens, MNQ).verdict.hints).toEqual([]);
  });

  test('told, each bar begins an interval earlier', () => {
    const { bars, verdict } = importBars(text, { ...MNQ, mapping: { stamp: 'close' } });
    expect(bars.map((bar) => bar.timeMs)).toEqual(closes.map((time) => time - 5 * MINUTE));
    expect([verdict.outsideHours, verdict.stamps]).toEqual([undefined, 'close']);
  });

  test('the last millisecond or second of a minute is a close', () => {
    for (const rest of [59_000, 59_999]) {
      const rows = range(10).map((i) => priced(String(Date.parse(minute(i)) + rest)));
      const { bars } = importBars(file(rows), { ...MNQ, mapping: { stamp: 'close' } });
      expect(bars.map((bar) => bar.timeMs)).toEqual(range(10).map((i) => Date.parse(minute(i))));
      expect(problemText(importBars(file(rows), MNQ).verdict)).toContain('--stamp close');
    }
  });

  test('exporters that are known for it are asked about', () => {
    const rows = range(5).map((i) => `20260304 08${31 + i}00;24112.25;24113.50;24111.50;24112.50;150`);
    const { verdict } = importBars(rows.join('\n'), { ...MNQ, zone: 'America/Chicago' });
    expect([verdict.format, verdict.hints.length]).toEqual(['NinjaTrader or HistData', 1]);
  });
});

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

test('a verdict in one line: what is used, what is not and why', () => {
  const rows = [priced(minute(0)), priced(minute(1)), priced(minute(2)), `${minute(3)},100.1,101,99,100,1`];
  expect(verdictLine(importBars(file(rows), MNQ).verdict)).toBe(
    'MNQ: 3 bars of 4 rows of x.csv, bars of 1 min, stamped at the open, UTC, as the stamps say; refused: 1 off the tick; ' +
      'first: line 5, off the tick: expected prices in steps of 0.25, found 100.1, 101, 99, 100; --round takes the nearest tick',
  );
});
