/** Keys and what they do. Written as on the caps: "Shift+F8", "Ctrl+K", "?", "1". */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The name of a key press; Cmd counts as Ctrl, so that one table serves all systems. */
export function keyName(press: KeyPress): string {
  const isLetter = press.key.length === 1;
  const key = isLetter ? press.key.toUpperCase() : press.key;
  const isSign = isLetter && !/[A-Z]/.test(key);
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    // "?" is typed with Shift on many layouts and without on others: the sign counts, not the way to it.
    press.shiftKey && !isSign ? 'Shift' : '',
    key === ' ' ? 'Space' : key,
  ];
  return parts.filter((part) => part !== '').join('+');
}

export const DEFAULT_KEYS: Readonly<Record<string, string>> = {
  'flatten-selected': 'F8',
  'flatten-everything': 'Shift+F8',
  'stop-selected': 'F9',
  'stop-everything': 'Shift+F9',
  palette: 'Ctrl+K',
  'palette-slash': '/',
  'key-map': '?',
  'panel-security': 'Ctrl+Shift+L',
  'tab-1': '1',
  'tab-2': '2',
  'tab-3': '3',
  'tab-4': '4',
  'tab-5': '5',
  'tab-6': '6',
  'tab-7': '7',
  'tab-8': '8',
  'tab-9': '9',
};

export function keysWith(own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...DEFAULT_KEYS, ...own };
}

/** A key that also writes a character is left alone while somebody types; F-keys and chords work everywhere. */
export function writesText(name: string): boolean {
  return name.length === 1;
}

/** The action of a key, or undefined. */
export function actionOf(name: string, keys: Readonly<Record<string, string>>, isTyping: boolean): string | undefined {
  if (isTyping && writesText(name)) return undefined;
  return Object.entries(keys).find(([, key]) => key === name)?.[0];
}

export interface KeyConflict {
  readonly key: string;
  readonly actions: readonly string[];
}

/** Keys that are given to more than one action. */
export function keyConflicts(keys: Readonly<Record<string, string>>): readonly KeyConflict[] {
  const byKey = new Map<string, string[]>();
  for (const [action, key] of Object.entries(keys)) byKey.set(key, [...(byKey.get(key) ?? []), action]);
  return [...byKey].filter(([, actions]) => actions.length > 1).map(([key, actions]) => ({ key, actions }));
}

/** Chords that browsers keep for themselves in an ordinary tab: they would never reach the page. */
const RESERVED = new Set(['Ctrl+W', 'Ctrl+T', 'Ctrl+N', 'F5', 'F11', 'F12', 'Ctrl+R', 'Tab', 'Escape', 'Enter']);

export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}
