import { expect, test } from 'vitest';
import { decideShell, hasDisplay, missingInLdd, type Facts } from '../../../../build/launch/shell.mjs';

const DESKTOP: Facts = {
  display: true,
  root: false,
  container: false,
  executable: '/electron',
  missingLibraries: [],
  sandboxForbidden: false,
};

test('Electron where everything that it needs is there', () => {
  expect(decideShell(DESKTOP, undefined)).toMatchObject({ shell: 'electron', fetchElectron: false });
});

test.each([
  ['no display', { display: false }, 'headless'],
  ['root', { root: true }, 'browser'],
  ['a container', { container: true }, 'browser'],
  ['missing libraries', { missingLibraries: ['libnss3.so'] }, 'browser'],
  ['a forbidden sandbox', { sandboxForbidden: true }, 'browser'],
] as const)('%s: no Electron, and its executable is not fetched', (_, change, shell) => {
  expect(decideShell({ ...DESKTOP, ...change }, undefined)).toMatchObject({ shell, fetchElectron: false });
});

test('a missing executable is fetched only where Electron would then be taken', () => {
  const without = { ...DESKTOP, executable: undefined };
  expect(decideShell(without, undefined)).toMatchObject({ shell: 'browser', fetchElectron: true });
  expect(decideShell({ ...without, root: true }, undefined).fetchElectron).toBe(false);
  expect(decideShell({ ...without, display: false }, undefined).fetchElectron).toBe(false);
});

test('what is asked for is taken, unless it cannot be', () => {
  expect(decideShell(DESKTOP, 'headless').shell).toBe('headless');
  expect(decideShell({ ...DESKTOP, display: false }, 'browser').shell).toBe('browser');
  expect(decideShell({ ...DESKTOP, container: true }, 'electron').shell).toBe('electron');
  expect(decideShell({ ...DESKTOP, root: true }, 'electron').shell).not.toBe('electron');
});

test('a display is a variable on Linux and a matter of course elsewhere', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'win32')).toBe(true);
});

test('missing libraries are read from what ldd says', () => {
  const output = '\tlibm.so.6 => /lib/libm.so.6 (0x1)\n\tlibnss3.so => not found\n\tlibgbm.so.1 => not found\n';
  expect(missingInLdd(output)).toEqual(['libnss3.so', 'libgbm.so.1']);
});
