import { expect, it } from 'vitest';
import { encodeCatalog } from '../../../../engine/wire/encode/contract.ts';
import { contractHours, sessionMarks } from '../../../../renderer/chart/sessions.ts';

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
