import { describe, expect, test } from 'vitest';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { problemText } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { CME, sessionsBetween } from '../../../../../../engine/domain/session.ts';
import { MNQ, MINUTE, day, range, file, priced, minute } from '../../../../../support/recordings/rows.ts';

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
