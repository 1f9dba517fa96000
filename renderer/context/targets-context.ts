import type { DockviewPanelApi } from 'dockview-react';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useCockpit } from './cockpit-context.ts';
import { windowOf, type WindowTargets } from './window-targets.ts';

/** Undefined on a phone, and before the workspace stands: then there is this one window. */
export const TargetsContext = createContext<WindowTargets | undefined>(undefined);

const watchNothing = (): (() => void) => () => undefined;

/** Do the keys of the window that holds this panel act on `strategy`? */
export function useIsTarget(strategy: string, panel: DockviewPanelApi | undefined): boolean {
  const targets = useContext(TargetsContext);
  const isSelected = useCockpit((state) => state.selected === strategy);
  const shown = useSyncExternalStore(targets?.subscribe ?? watchNothing, () => {
    const at = panel === undefined ? window : windowOf(panel.location);
    return at === window ? undefined : targets?.of(at);
  });
  return shown === undefined ? isSelected : shown === strategy;
}
