import { useMemo } from 'react';
import { contractOf } from '../state/catalog.ts';
import { bookTitle } from '../state/select.ts';
import { useCockpit, useScreen } from './cockpit-context.ts';

export interface Names {
  readonly title: (book: string) => string;
  readonly decimals: (root: string) => number | undefined;
}

/** Names of books and decimals of roots, as rows need them; new when the list of strategies is, or the catalog. */
export function useNames(): Names {
  const { store } = useScreen().cockpit;
  const symbols = useCockpit((state) => state.symbols);
  const catalog = useCockpit((state) => state.catalog);
  return useMemo(
    () => ({
      title: (book) => bookTitle({ ...store.get(), symbols }, book),
      decimals: (name) => contractOf(catalog, name)?.decimals,
    }),
    [store, symbols, catalog],
  );
}
