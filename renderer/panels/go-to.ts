import { useCallback } from 'react';
import { useScreen } from './cockpit-context.ts';
import { useWorkspace } from './workspace-context.ts';

/** Asked of the chart of a strategy: show this moment. Charts listen; what is not loaded yet is loaded first. */
export const GO_TO_EVENT = 'pitwall-go-to';

export interface GoTo {
  readonly strategy: string;
  readonly timeMs: number;
}

export function useGoTo(): (strategy: string, timeMs: number) => void {
  const { store } = useScreen().cockpit;
  const workspace = useWorkspace();
  return useCallback(
    (strategy, timeMs) => {
      store.send({ type: 'select', id: strategy });
      workspace.showChart(strategy);
      const detail: GoTo = { strategy, timeMs };
      requestAnimationFrame(() => window.dispatchEvent(new CustomEvent(GO_TO_EVENT, { detail })));
    },
    [store, workspace],
  );
}
