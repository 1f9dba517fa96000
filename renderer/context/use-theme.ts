import { useLayoutEffect } from 'react';
import type { Prefs } from '../state/prefs.ts';

/** Puts theme and palette on the page's root, where the tokens listen; `system` follows the system while the page is open. */
export function useTheme({ theme, palette }: Prefs): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    const system = matchMedia('(prefers-color-scheme: light)');
    const show = (): void => {
      const isLight = theme === 'light' || (theme === 'system' && system.matches);
      root.dataset['theme'] = isLight ? 'light' : 'dark';
    };
    show();
    root.dataset['palette'] = palette;
    if (theme !== 'system') return undefined;
    system.addEventListener('change', show);
    return () => system.removeEventListener('change', show);
  }, [theme, palette]);
}
