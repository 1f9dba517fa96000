/** What the desktop shell offers to the page inside its windows; absent in a browser. */
interface PitwallShell {
  readonly onGoTo: (handler: (place: { readonly strategy: string | null }) => void) => void;
  readonly setFlattenShortcut: (accelerator: string | null) => Promise<unknown>;
}

export interface Shell {
  /** A notification, menu or tray asks to see a strategy. */
  readonly onGoTo: (handler: (strategy: string) => void) => void;
  /** A key that flattens from anywhere on the machine; null: none. */
  readonly setFlattenShortcut: ((accelerator: string | null) => Promise<unknown>) | undefined;
}

export function findShell(page: unknown): Shell {
  const shell = (page as { pitwallShell?: Partial<PitwallShell> }).pitwallShell;
  return {
    onGoTo: (handler) => {
      shell?.onGoTo?.(({ strategy }) => {
        if (strategy !== null) handler(strategy);
      });
    },
    setFlattenShortcut: shell?.setFlattenShortcut?.bind(shell),
  };
}
