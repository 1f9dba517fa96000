import { expect, test } from 'vitest';
import { dataCommandOf, isWithoutSandbox, personsArguments, profileDir } from '../../../../electron/parts/arguments.ts';

test("a person's flags begin after the executable, in development after the program's folder", () => {
  expect(personsArguments(['electron', '/pitwall', '--seed', '1'], false)).toEqual(['--seed', '1']);
  expect(personsArguments(['/opt/pitwall', '--seed', '1'], true)).toEqual(['--seed', '1']);
});

test('the profile lies with the data', () => {
  expect(profileDir('/b')).toBe('/b/electron');
});

test("Chromium's, the system's and an installer's own switches are not taken for a person's", () => {
  const argv = ['pitwall', '--updated', '--ozone-platform=wayland', '--disable-gpu', '-psn_0_12345', '--seed', '1'];
  expect(personsArguments(argv, true)).toEqual(['--seed', '1']);
});

test.each(['--remote-debugging-port=9222', '--inspect', '--disable-web-security', '--disable-gpu-sandbox', '-r'])(
  '%s goes on to the check of flags, which refuses it',
  (flag) => {
    expect(personsArguments(['pitwall', flag], true)).toEqual([flag]);
  },
);

test('a start without the sandbox and a command on the data are seen', () => {
  expect(isWithoutSandbox(['pitwall', '--no-sandbox'])).toBe(true);
  expect(isWithoutSandbox(['pitwall'])).toBe(false);
  expect(dataCommandOf(['data', 'export', 'x'])).toEqual(['export', 'x']);
  expect(dataCommandOf(['--data-dir', 'data'])).toBeUndefined();
});
