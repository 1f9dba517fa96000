import { expect, test } from 'vitest';
import { personsArguments, profileDir } from '../../../electron/arguments.ts';

test("a person's flags begin after the executable, in development after the program's folder", () => {
  expect(personsArguments(['electron', '/pitwall', '--seed', '1'], false)).toEqual(['--seed', '1']);
  expect(personsArguments(['/opt/pitwall', '--seed', '1'], true)).toEqual(['--seed', '1']);
});

test('the profile lies with the data', () => {
  expect(profileDir('/b')).toBe('/b/electron');
});
