import { describe, expect, test } from 'vitest';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { problemText } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { CME, sessionsBetween } from '../../../../../../engine/domain/session.ts';
import { CHICAGO, NEW_YORK, type Zone } from '../../../../../../engine/domain/zone.ts';
import {
  MNQ,
  DAY,
  MINUTE,
  day,
  range,
  file,
  priced,
  minute,
  weekdays,
} from '../../../../../support/recordings/rows.ts';

const isoAt = (zone: Zone, wallMs: number): string => new Date(zone.toEpoch(wallMs)).toISOString();

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
