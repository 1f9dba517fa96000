import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import type { RecordingAnswers } from '../../engine/wire/index.ts';
import type { Kept } from '../connection/kept.ts';
import type { Cockpit } from '../connection/cockpit.ts';
import type { Shell } from '../connection/shell.ts';
import type { Cell } from '../state/cell.ts';
import type { CockpitState } from '../state/cockpit.ts';
import type { Prefs } from '../state/prefs.ts';
import type { SecurityPage } from '../state/security-pages.ts';

/** What lies over the screen, if anything. */
export type Dialog =
  | { readonly kind: 'none' }
  /** With `only`, charts and panels to open, and no action. */
  | { readonly kind: 'palette'; readonly only?: 'panels' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'start'; readonly scope: string }
  /** Something that cannot be taken back: what will be, in sentences, and the verb that does it. */
  | {
      readonly kind: 'ask';
      readonly title: string;
      readonly words: readonly string[];
      readonly verb: string;
      readonly run: () => void;
    }
  /** The password again, and then what was wanted. */
  | { readonly kind: 'password'; readonly run: () => void }
  /** A recording of a market to be imported; `answers`: what was said of it before. */
  | { readonly kind: 'import'; readonly file?: File; readonly answers?: RecordingAnswers }
  | { readonly kind: 'workspaces' };

export interface Screen {
  readonly cockpit: Cockpit;
  /** The page of the security panel that is shown. */
  readonly securityPage: Cell<SecurityPage>;
  readonly prefs: Cell<Prefs>;
  readonly dialog: Cell<Dialog>;
  readonly kept: Kept;
  readonly shell: Shell;
}

export const ScreenContext = createContext<Screen | null>(null);

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === null) throw new Error('expected a panel inside the cockpit screen, found none around it');
  return screen;
}

/** A part of the cockpit's state; the panel is drawn again only when this part changed. */
export function useCockpit<T>(select: (state: CockpitState) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const { store } = useScreen().cockpit;
  const kept = useRef<{ readonly value: T } | null>(null);
  const snapshot = (): T => {
    const next = select(store.get());
    if (kept.current !== null && same(kept.current.value, next)) return kept.current.value;
    kept.current = { value: next };
    return next;
  };
  return useSyncExternalStore(store.subscribe, snapshot);
}

export function useCell<T>(cell: Cell<T>): T {
  return useSyncExternalStore(cell.subscribe, cell.get);
}

export function usePrefs(): Prefs {
  return useCell(useScreen().prefs);
}

/** Equal member by member: for selections that gather a few values into a new object each time. */
export function sameMembers<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}
