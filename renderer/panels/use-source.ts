import { useCallback, type PointerEvent } from 'react';
import { sourceWords } from '../state/old-figures.ts';
import { useScreen } from './cockpit-context.ts';

/** A figure tells its source and age when it is pointed at; asked at that moment, so that nothing is drawn for it before. */
export function useSource(): (event: PointerEvent<HTMLElement>) => void {
  const { store } = useScreen().cockpit;
  return useCallback(
    (event) => {
      event.currentTarget.title = sourceWords(store.get());
    },
    [store],
  );
}
