/** Where a notification leads: a strategy's chart, a panel, or (nothing named) the account. */
export interface ShellPlace {
  readonly strategy: string | null;
  readonly panel: string | null;
}

/** The key that flattens from any program, and whether it works. */
export interface GlobalKeyState {
  /** As in "Ctrl+Shift+F8"; null: none. */
  readonly accelerator: string | null;
  /** False with an accelerator: another program holds it. */
  readonly isRegistered: boolean;
}

/** What the desktop shell offers to the page inside its windows; absent in a browser. */
interface PitwallShell {
  readonly info: () => Promise<{ readonly shortcut: GlobalKeyState }>;
  readonly onGoTo: (handler: (place: ShellPlace) => void) => void;
  readonly setFlattenShortcut: (accelerator: string | null) => Promise<GlobalKeyState>;
}

export interface GlobalKey {
  readonly read: () => Promise<GlobalKeyState>;
  /** Rejects for a key that the shell does not take. */
  readonly set: (accelerator: string | null) => Promise<GlobalKeyState>;
}

export interface Shell {
  /** A notification that was clicked asks to see its thing. */
  readonly onGoTo: (handler: (place: ShellPlace) => void) => void;
  /** Undefined in a browser. */
  readonly globalKey: GlobalKey | undefined;
  /** Preferences as stored; in the desktop program the look follows the system until a person chooses one. */
  readonly withDefaults: (storedPrefs: unknown) => unknown;
}

export function findShell(page: unknown): Shell {
  const { pitwallShell: shell } = page as { pitwallShell?: PitwallShell };
  if (shell === undefined) return { onGoTo: () => undefined, globalKey: undefined, withDefaults: (stored) => stored };
  return {
    onGoTo: (handler) => shell.onGoTo(handler),
    globalKey: {
      read: async () => (await shell.info()).shortcut,
      set: (accelerator) => shell.setFlattenShortcut(accelerator),
    },
    withDefaults: (stored) => ({ theme: 'system', ...(typeof stored === 'object' ? stored : {}) }),
  };
}

/** A key press while a global key is chosen; `text` is undefined where it is no key that a person never hits by accident. */
export function acceleratorOf(press: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): string | undefined {
  const key = /^F\d{1,2}$/.test(press.key) ? press.key : /^(?:Key|Digit)(.)$/.exec(press.code)?.[1];
  const modifiers = [
    press.ctrlKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey ? 'Shift' : '',
    press.metaKey ? 'Super' : '',
  ].filter((part) => part !== '');
  return key === undefined || modifiers.length < 2 ? undefined : [...modifiers, key].join('+');
}
