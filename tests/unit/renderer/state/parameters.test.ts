import { expect, it } from 'vitest';
import { parametersInForce } from '../../../../renderer/state/parameters.ts';

const HOURS = { quantity: 1, entriesFrom: '17:00', entriesUntil: '15:00', flatBy: '15:05' };
const names = (parameters: Readonly<Record<string, unknown>>, hours: 'cme' | 'always'): readonly string[] =>
  parametersInForce({ parameters, hours }).map(([name]) => name);

it('are all of them in the exchange\u2019s hours', () => {
  expect(names(HOURS, 'cme')).toEqual(['quantity', 'entriesFrom', 'entriesUntil', 'flatBy']);
});

it('are without a flat-by time where the market never closes', () => {
  expect(names(HOURS, 'always')).toEqual(['quantity', 'entriesFrom', 'entriesUntil']);
});

it('are without entry hours where the strategy ignores them', () => {
  expect(names({ ...HOURS, ignoreEntryHours: true }, 'cme')).toEqual(['quantity', 'flatBy', 'ignoreEntryHours']);
  expect(names({ ...HOURS, repeatHourly: true }, 'always')).toEqual(['quantity', 'repeatHourly']);
});
