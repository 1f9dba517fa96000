import { expect, test } from 'vitest';
import { overrideParameters, parameterFault, unknownName } from '../../../../engine/strategies/parameters.ts';
import { WINNER_PARAMETERS, WINNER_PRESETS } from '../../../../engine/strategies/winner-parameters.ts';

const override = (overrides: unknown) => overrideParameters(WINNER_PARAMETERS, WINNER_PRESETS.default, overrides);

test('overrides are laid over the preset', () => {
  expect(override(undefined)).toEqual({ ok: true, params: WINNER_PRESETS.default });
  expect(override({ rsiLow: 25, flatBy: '14:30' })).toEqual({
    ok: true,
    params: { ...WINNER_PRESETS.default, rsiLow: 25, flatBy: '14:30' },
  });
});

test('all faults come at once, each with what was expected and what was found', () => {
  expect(
    override({
      rsiperiod: 20,
      squeezLookback: 3,
      qty: 0,
      cooldownBars: 1.5,
      stopMode: 'ticks',
      flatBy: '24:00',
      stopAtr: '2',
      ignoreEntryHours: 1,
    }),
  ).toEqual({
    ok: false,
    faults: [
      'unknown parameter "rsiperiod"; did you mean "rsiPeriod"?',
      'unknown parameter "squeezLookback"; did you mean "squeezeLookback"?',
      'qty: expected 1 to 100 contracts, found 0',
      'cooldownBars: expected a whole number of bars, found 1.5',
      'stopMode: expected one of atr, percent, found "ticks"',
      'flatBy: expected a time of day like 09:30 (America/Chicago), found "24:00"',
      'stopAtr: expected a number, found "2"',
      'ignoreEntryHours: expected true or false, found 1',
    ],
  });
});

test('what is no object is refused', () => {
  for (const bad of [null, 3, 'rsiLow', [1]]) expect(override(bad)).toMatchObject({ ok: false });
  expect(override({ constructor: 1 })).toMatchObject({ ok: false });
});

test('NaN and infinity are not numbers of anything', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(parameterFault(WINNER_PARAMETERS.stopAtr, bad)).toMatch(/expected a number/);
  }
});

test('a name that is near nothing gets the list', () => {
  expect(unknownName('preset', 'zzz', ['default', 'demo'])).toBe('unknown preset "zzz"; known: default, demo');
});
