import { createContext, useContext } from 'react';

/** Which strategies the tables at the foot show. */
export interface Filter {
  /** A strategy's id, or "" for all. */
  readonly strategy: string;
  readonly setStrategy: (id: string) => void;
  readonly rows: <T extends { readonly strategy: string | null }>(rows: readonly T[]) => readonly T[];
}

export const FilterContext = createContext<Filter>({
  strategy: '',
  setStrategy: () => undefined,
  rows: (rows) => rows,
});

export function useFilter(): Filter {
  return useContext(FilterContext);
}
