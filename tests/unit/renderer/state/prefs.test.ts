import { expect, it } from 'vitest';
import { DEFAULT_PREFS, readPrefs } from '../../../../renderer/state/prefs.ts';

it('reads back what it is given', () => {
  const own = {
    ...DEFAULT_PREFS,
    theme: 'light',
    zone: 'local',
    keys: { 'flatten-selected': 'F2' },
    sounds: { fills: false, rejects: true, alarms: true },
  } as const;
  expect(readPrefs(JSON.parse(JSON.stringify(own)))).toEqual(own);
});

it('falls back field by field, not as a whole', () => {
  expect(
    readPrefs({ theme: 'pink', palette: 'blue-orange', zone: 7, keys: { a: 1, b: 'F2' }, sounds: 'loud' }),
  ).toEqual({
    ...DEFAULT_PREFS,
    palette: 'blue-orange',
    keys: { b: 'F2' },
  });
  expect(readPrefs(undefined)).toEqual(DEFAULT_PREFS);
});
