import { useEffect } from 'react';
import { actionOf, keyName, keysWith } from '../state/keys.ts';
import { allActions } from './actions.ts';
import type { Screen } from './cockpit-context.ts';
import type { Workspace } from './workspace-context.ts';

function isTyping(target: EventTarget | null): boolean {
  const element = target as Partial<HTMLElement> | null;
  if (element === null || typeof element.tagName !== 'string') return false;
  return element.isContentEditable === true || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName);
}

function isCapturing(target: EventTarget | null): boolean {
  return (target as Partial<HTMLElement> | null)?.dataset?.['capturesKeys'] === 'yes';
}

/**
 * One listener for all keys, before anything else sees them: they work in every panel, dialog and field. A key that is
 * held down acts once. `target`: the strategy that the window shows; without it the selected one is meant.
 */
export function handleKey(event: KeyboardEvent, screen: Screen, workspace: Workspace, target?: string): void {
  const keys = keysWith(screen.prefs.get().keys);
  // A button of the settings that waits for a key takes it itself.
  if (isCapturing(event.target)) return;
  const id = actionOf(keyName(event), keys, isTyping(event.target));
  if (id === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.repeat) return;
  const action = allActions(screen, workspace, target ?? screen.cockpit.store.get().selected).find(
    (each) => each.id === id,
  );
  if (action === undefined) return;
  if (action.isAllowed) {
    action.run();
    return;
  }
  const { store } = screen.cockpit;
  const why = store.get().symbols.length === 0 ? 'the cockpit is still loading, press again' : 'this device may not';
  store.send({ type: 'toast', tone: 'warning', text: `${action.title.trimEnd()}: ${why}` });
}

export function useShortcuts(screen: Screen, workspace: Workspace): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => handleKey(event, screen, workspace);
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [screen, workspace]);
}
