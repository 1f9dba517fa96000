import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { pagePreferences } from './web-preferences.ts';

const FIRST_SIZE = { width: 1440, height: 900 };
const LEAST_SIZE = { minWidth: 900, minHeight: 600 };
const TORN_SIZE = { width: 900, height: 600 };
const LEAST_TORN = { minWidth: 320, minHeight: 240 };

/** The page's own ground, so that nothing flashes while it loads. */
export function groundColor(isDark: boolean): string {
  return isDark ? '#0e1116' : '#f6f7f9';
}

export interface WindowLook {
  readonly isDark: boolean;
  /** Undefined: its first place. */
  readonly bounds: Rectangle | undefined;
  readonly icon?: string | undefined;
}

/** The cockpit's window: hidden until its page is drawn. */
export function cockpitWindowOptions(preload: string, look: WindowLook): BrowserWindowConstructorOptions {
  return {
    ...FIRST_SIZE,
    ...look.bounds,
    ...LEAST_SIZE,
    ...(look.icon === undefined ? {} : { icon: look.icon }),
    show: false,
    title: 'Pitwall',
    backgroundColor: groundColor(look.isDark),
    autoHideMenuBar: true,
    webPreferences: pagePreferences(preload),
  };
}

/** A chart torn off from the cockpit: it is drawn by the page that opened it, and has no preload of its own. */
export function tornWindowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  return {
    ...TORN_SIZE,
    ...look.bounds,
    ...LEAST_TORN,
    ...(look.icon === undefined ? {} : { icon: look.icon }),
    title: 'Pitwall',
    backgroundColor: groundColor(look.isDark),
    autoHideMenuBar: true,
    webPreferences: pagePreferences(),
  };
}

/** Brings a window to the front, wherever it is. */
export function bringToFront(
  window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus' | 'isDestroyed'>,
): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
