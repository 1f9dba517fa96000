import { createContext, useContext } from 'react';
import type { PanelKind } from './panel-titles.ts';

/** What panels may ask of the workspace that holds them. */
export interface Workspace {
  /** On a phone: one panel at a time, nothing to arrange. */
  readonly isFixed: boolean;
  /** Brings a strategy's chart to the front; opens it where it was closed. */
  readonly showChart: (strategy: string) => void;
  /** Opens a panel by kind ("calendar", "orders"), or brings it to the front. */
  readonly showPanel: (kind: PanelKind) => void;
  /** The nth tab of the group that has the charts, from 1. */
  readonly showTab: (place: number) => void;
  readonly tearOff: () => void;
  readonly closeTab: () => void;
  readonly reset: () => void;
  readonly save: (name: string) => void;
  readonly open: (name: string) => void;
  readonly remove: (name: string) => void;
  readonly names: () => readonly string[];
  readonly current: () => string;
}

const nothing = (): void => undefined;

export const NO_WORKSPACE: Workspace = {
  isFixed: true,
  showChart: nothing,
  showPanel: nothing,
  showTab: nothing,
  tearOff: nothing,
  closeTab: nothing,
  reset: nothing,
  save: nothing,
  open: nothing,
  remove: nothing,
  names: () => [],
  current: () => '',
};

export const WorkspaceContext = createContext<Workspace>(NO_WORKSPACE);

export function useWorkspace(): Workspace {
  return useContext(WorkspaceContext);
}
