import type { GlobalShortcut } from 'electron';

export interface ShortcutState {
  /** What was asked for; null: none. */
  readonly accelerator: string | null;
  /** It works. False with an accelerator: another program has it. */
  readonly isRegistered: boolean;
}

/** The one global shortcut. It works with every window hidden, which is why a conflict must be seen. */
export class FlattenShortcut {
  private readonly keys: Pick<GlobalShortcut, 'register' | 'unregister'>;
  private readonly act: (cause: string) => void;
  private current: ShortcutState = { accelerator: null, isRegistered: false };

  constructor(keys: Pick<GlobalShortcut, 'register' | 'unregister'>, act: (cause: string) => void) {
    this.keys = keys;
    this.act = act;
  }

  get state(): ShortcutState {
    return this.current;
  }

  set(accelerator: string | null): ShortcutState {
    this.release();
    let isRegistered = false;
    if (accelerator !== null) {
      try {
        isRegistered = this.keys.register(accelerator, () => this.act(`global key ${accelerator}`));
      } catch {
        isRegistered = false; // a key that this system does not know: as good as taken
      }
    }
    this.current = { accelerator, isRegistered };
    return this.current;
  }

  release(): void {
    if (this.current.accelerator !== null && this.current.isRegistered) this.keys.unregister(this.current.accelerator);
    this.current = { accelerator: null, isRegistered: false };
  }
}

/** For a menu or a message: the keys, and whether they work. */
export function shortcutText({ accelerator, isRegistered }: ShortcutState): string {
  if (accelerator === null) return 'No global key flattens';
  return isRegistered
    ? `${accelerator} flattens everything, in any program`
    : `${accelerator} is taken by another program and does NOT work`;
}
