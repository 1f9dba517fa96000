import { describe, expect, test } from 'vitest';
import { importBars } from '../../../../../../engine/venue/core/csv/import-bars.ts';
import { problemText } from '../../../../../../engine/venue/core/csv/verdict.ts';
import { MNQ, NAMES, range, file, priced, minute } from '../../../../../support/recordings/rows.ts';

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
