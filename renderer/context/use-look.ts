import { useSyncExternalStore } from 'react';

/** Calls back after the page's root took on another theme or palette, by a switch or by the system. */
function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-palette'] });
  return () => observer.disconnect();
}

/** Changes with the tokens, so that what is drawn on a canvas is drawn anew with those that hold now. */
export function useLookName(): string {
  return useSyncExternalStore(watch, () => {
    const { theme, palette } = document.documentElement.dataset;
    return `${theme ?? ''} ${palette ?? ''}`;
  });
}
