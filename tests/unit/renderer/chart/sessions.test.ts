import { expect, it } from 'vitest';
import { CME, tradingDay } from '../../../../engine/domain/session.ts';
import { encodeCatalog } from '../../../../engine/wire/encode/contract.ts';
import { contractHours, exchangeDay, sessionMarks } from '../../../../renderer/chart/sessions.ts';

const MINUTE = 60_000;
const CATALOG = encodeCatalog();

/** Minutes from one UTC time to another. */
function bars(from: string, to: string): { timeMs: number }[] {
  const start = Date.parse(from);
  return Array.from({ length: (Date.parse(to) - start) / MINUTE }, (_, index) => ({ timeMs: start + index * MINUTE }));
}

it('shades what lies outside regular hours and names where they begin', () => {
  const marks = sessionMarks(
    bars('2026-11-20T13:00:00Z', '2026-11-20T16:00:00Z'),
    contractHours(CATALOG, 'MNQ', 'cme'),
    MINUTE,
  );
  expect(marks).toEqual([
    {
      fromMs: Date.parse('2026-11-20T13:00:00Z'),
      toMs: Date.parse('2026-11-20T14:29:00Z'),
      kind: 'outside',
      text: 'regular hours 08:30',
    },
  ]);
});

it("marks the exchange's new day at 17:00 Chicago", () => {
  const marks = sessionMarks(
    bars('2026-11-19T21:30:00Z', '2026-11-20T00:30:00Z'),
    contractHours(CATALOG, 'M6E', 'cme'),
    MINUTE,
  );
  expect(marks.map(({ kind, fromMs, text }) => [kind, new Date(fromMs).toISOString(), text])).toEqual([
    ['day', '2026-11-19T23:00:00.000Z', '20 Nov'],
  ]);
});

it('has no regular hours where the market never closes', () => {
  const hours = contractHours(CATALOG, 'MNQ', 'always');
  expect(hours.regular).toBeUndefined();
  const marks = sessionMarks(bars('2026-11-20T13:00:00Z', '2026-11-20T16:00:00Z'), hours, MINUTE);
  expect(marks).toEqual([]);
});

it('breaks the days where the store does: not on the evening of a holiday, which belongs to the next day', () => {
  const days = (hours: 'cme' | 'always', from: string, to: string) =>
    sessionMarks(bars(from, to), contractHours(CATALOG, 'MNQ', hours), MINUTE)
      .filter(({ kind }) => kind === 'day')
      .map(({ fromMs, text }) => [new Date(fromMs).toISOString().slice(0, 16), text]);
  // Thanksgiving of 2026: Wednesday evening, Thursday and Friday are one day.
  expect(days('cme', '2026-11-24T20:00:00Z', '2026-11-27T18:00:00Z')).toEqual([
    ['2026-11-24T23:00', '25 Nov'],
    ['2026-11-25T23:00', '27 Nov'],
  ]);
  expect(days('always', '2026-11-25T20:00:00Z', '2026-11-28T00:00:00Z')).toEqual([
    ['2026-11-25T23:00', '26 Nov'],
    ['2026-11-26T23:00', '27 Nov'],
    ['2026-11-27T23:00', '28 Nov'],
  ]);
});

it('sees a day that began while there were no bars, and only such', () => {
  const points = ['2026-11-19T18:00', '2026-11-20T09:00', '2026-11-20T15:00', '2026-11-22T23:00', '2026-11-23T16:00'];
  const marks = sessionMarks(
    points.map((text) => ({ timeMs: Date.parse(`${text}:00Z`) })),
    contractHours(CATALOG, 'M6E', 'cme'),
    MINUTE,
  );
  expect(marks.map(({ text }) => text)).toEqual(['20 Nov', '23 Nov']);
});

it('has the store’s day for every hour of thirteen years', () => {
  const hours = contractHours(CATALOG, 'MNQ', 'cme');
  const wrong: string[] = [];
  const end = Date.parse('2031-01-01T00:30:00Z');
  for (let timeMs = Date.parse('2018-01-01T00:30:00Z'); timeMs < end; timeMs += 7 * 3_600_000) {
    const found = new Date(exchangeDay(timeMs, hours)).toISOString().slice(0, 10);
    if (found !== tradingDay(CME, timeMs)) wrong.push(`${new Date(timeMs).toISOString()}: ${found}`);
  }
  expect(wrong).toEqual([]);
});
