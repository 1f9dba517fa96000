import { useLayoutEffect } from 'react';
import type { Prefs } from '../state/prefs.ts';

/** Puts theme and palette on the page's root, where the tokens listen. */
export function useTheme({ theme, palette }: Prefs): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    const isLight = theme === 'light' || (theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
    root.dataset['theme'] = isLight ? 'light' : 'dark';
    root.dataset['palette'] = palette;
  }, [theme, palette]);
}
