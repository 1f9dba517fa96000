import { useMemo } from 'react';
import { keysWith } from '../state/keys.ts';
import { usePrefs } from './cockpit-context.ts';

/** The keys in force, as printed on their caps: "Shift F8". */
export function useKeys(): Readonly<Record<string, string>> {
  const { keys } = usePrefs();
  return useMemo(
    () => Object.fromEntries(Object.entries(keysWith(keys)).map(([action, key]) => [action, key.replaceAll('+', ' ')])),
    [keys],
  );
}
