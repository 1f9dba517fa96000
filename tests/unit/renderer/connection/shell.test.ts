import { expect, test } from 'vitest';
import { acceleratorOf, findShell, type ShellPlace } from '../../../../renderer/connection/shell.ts';

test('in a browser there is no shell, and preferences are as they were stored', () => {
  const shell = findShell({});
  shell.onGoTo(() => expect.unreachable());
  expect(shell.globalKey).toBeUndefined();
  expect(shell.withDefaults(undefined)).toBeUndefined();
  expect(shell.withDefaults({ theme: 'dark' })).toEqual({ theme: 'dark' });
});

test('in the desktop program: places, the global key and its state, a look that follows the system until chosen', async () => {
  const went: ShellPlace[] = [];
  const taken = { accelerator: 'Ctrl+Alt+F8', isRegistered: false };
  const shell = findShell({
    pitwallShell: {
      info: () => Promise.resolve({ shortcut: taken }),
      setFlattenShortcut: (accelerator: string | null) => Promise.resolve({ accelerator, isRegistered: true }),
      onGoTo: (handler: (place: ShellPlace) => void) => handler({ strategy: null, panel: 'receipts' }),
    },
  });
  shell.onGoTo((place) => void went.push(place));
  expect(went).toEqual([{ strategy: null, panel: 'receipts' }]);
  expect(await shell.globalKey?.read()).toEqual(taken);
  expect(await shell.globalKey?.set(null)).toEqual({ accelerator: null, isRegistered: true });
  expect(shell.withDefaults(undefined)).toEqual({ theme: 'system' });
  expect(shell.withDefaults({ theme: 'light', zone: 'local' })).toEqual({ theme: 'light', zone: 'local' });
});

const NONE = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

test.each([
  [{ key: 'F8', code: 'F8', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+F8'],
  [{ key: '!', code: 'Digit1', altKey: true, shiftKey: true }, 'Alt+Shift+1'],
  [{ key: 'k', code: 'KeyK', ctrlKey: true, metaKey: true }, 'Ctrl+Super+K'],
  [{ key: 'F8', code: 'F8', ctrlKey: true }, undefined],
  [{ key: 'Enter', code: 'Enter', ctrlKey: true, altKey: true }, undefined],
])('%o', (press, expected) => {
  expect(acceleratorOf({ ...NONE, ...press })).toBe(expected);
});
