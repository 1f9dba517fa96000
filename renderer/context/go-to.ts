import { useCallback } from 'react';
import { useScreen } from './cockpit-context.ts';
import { useWorkspace } from './workspace-context.ts';

/** Brings a strategy's chart to the front and has it show a moment; bars that are not loaded yet are loaded first. */
export function useGoTo(): (strategy: string, timeMs: number) => void {
  const { store } = useScreen().cockpit;
  const workspace = useWorkspace();
  return useCallback(
    (strategy, timeMs) => {
      store.send({ type: 'look-at', at: { strategy, timeMs } });
      workspace.showChart(strategy);
    },
    [store, workspace],
  );
}
