import { expect, test } from 'vitest';
import { FlattenShortcut, shortcutText } from '../../../../electron/parts/shortcut.ts';

function keyboard(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  return {
    held,
    register: (accelerator: string, callback: () => void) => {
      if (accelerator === 'Ctrl+Shift+Nonsense') throw new TypeError('conversion failure');
      if (taken.includes(accelerator)) return false;
      held.set(accelerator, callback);
      return true;
    },
    unregister: (accelerator: string) => void held.delete(accelerator),
  };
}

test('the keys act with their name as the cause; changed, the former ones are free', () => {
  const keys = keyboard();
  const causes: string[] = [];
  const shortcut = new FlattenShortcut(keys, (cause) => void causes.push(cause));
  expect(shortcut.set('Ctrl+Shift+F8')).toEqual({ accelerator: 'Ctrl+Shift+F8', isRegistered: true });
  keys.held.get('Ctrl+Shift+F8')?.();
  expect(causes).toEqual(['global key Ctrl+Shift+F8']);
  shortcut.set('Ctrl+Alt+F8');
  expect([...keys.held.keys()]).toEqual(['Ctrl+Alt+F8']);
  shortcut.set(null);
  expect(keys.held.size).toBe(0);
});

test.each(['Ctrl+Shift+F8', 'Ctrl+Shift+Nonsense'])('a conflict is a state that is shown: %s', (accelerator) => {
  const shortcut = new FlattenShortcut(keyboard(['Ctrl+Shift+F8']), () => undefined);
  expect(shortcut.set(accelerator).isRegistered).toBe(false);
  expect(shortcutText(shortcut.state)).toContain('does NOT work');
});
