import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { menuTemplate, type MenuActs } from '../../../../electron/controls/menu.ts';
import { DEFAULTS } from '../../../../electron/parts/settings.ts';

const acts = new Proxy({} as MenuActs, { get: () => () => undefined });

function all(items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
}

const menu = (change: object = {}) =>
  menuTemplate(
    {
      platform: 'linux',
      isPackaged: true,
      settings: DEFAULTS,
      shortcut: { accelerator: 'Ctrl+Shift+F8', isRegistered: false },
      ...change,
    },
    acts,
  );

test("no accelerator takes a key that is the page's", () => {
  const keys = all(menu()).flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
  expect(keys).toEqual(['CommandOrControl+Q']);
});

test('a global key that does not work is said', () => {
  expect(all(menu()).find(({ id }) => id === 'shortcut-state')?.label).toContain('does NOT work');
});

test('a key from the file stands among the choices', () => {
  const items = all(menu({ settings: { ...DEFAULTS, flattenShortcut: 'Alt+Super+K' } }));
  expect(items.find(({ id }) => id === 'shortcut-Alt+Super+K')?.checked).toBe(true);
});

test('an installed program has no developer tools in its menu', () => {
  expect(all(menu()).some(({ role }) => role === 'toggleDevTools')).toBe(false);
  expect(all(menu({ isPackaged: false })).some(({ role }) => role === 'toggleDevTools')).toBe(true);
});
