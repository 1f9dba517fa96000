import { useMemo } from 'react';
import { bookTitle, scaleOf } from '../state/select.ts';
import { useCockpit, useScreen } from './cockpit-context.ts';

export interface Names {
  readonly title: (book: string) => string;
  readonly decimals: (root: string) => number | undefined;
}

/** Names of books and decimals of roots, as rows need them; new when the list of strategies is. */
export function useNames(): Names {
  const { store } = useScreen().cockpit;
  const symbols = useCockpit((state) => state.symbols);
  return useMemo(
    () => ({
      title: (book) => bookTitle({ ...store.get(), symbols }, book),
      decimals: (root) => scaleOf({ ...store.get(), symbols }, root).decimals,
    }),
    [store, symbols],
  );
}
