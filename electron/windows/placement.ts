import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { fitToScreens, isReachable, type WindowPlace } from './window-places.ts';

type PlacedWindow = Pick<
  BrowserWindow,
  'on' | 'getNormalBounds' | 'setBounds' | 'isMaximized' | 'isFullScreen' | 'isDestroyed' | 'maximize' | 'setFullScreen'
>;

export interface PlacementOptions {
  readonly screen: Pick<Screen, 'getAllDisplays' | 'on'>;
  readonly places: readonly WindowPlace[];
  readonly write: (places: readonly WindowPlace[]) => void;
  readonly after: (delayMs: number, callback: () => void) => void;
}

interface Tracked {
  readonly window: PlacedWindow;
  /** Where the window was before its screen went away. */
  wished: Rectangle | undefined;
}

const SETTLE_MS = 300;

/** Remembers where each window is, over restarts and over screens that come and go. */
export class Placement {
  private readonly known: Map<string, WindowPlace>;
  private readonly tracked = new Map<string, Tracked>();
  private readonly options: PlacementOptions;
  private isWriting = false;

  constructor(options: PlacementOptions) {
    this.options = options;
    this.known = new Map(options.places.map((place) => [place.key, place]));
    for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
      (options.screen.on as (event: string, listener: () => void) => unknown)(event, () => this.screensChanged());
    }
  }

  /** Bounds for a window to be made; undefined: it was never here. */
  boundsFor(key: string): Rectangle | undefined {
    const place = this.known.get(key);
    return place === undefined ? undefined : fitToScreens(place.bounds, this.workAreas());
  }

  /** Keys of last time that begin so. */
  keysOf(prefix: string): readonly string[] {
    return [...this.known.keys()].filter((key) => key.startsWith(prefix));
  }

  forget(key: string): void {
    this.known.delete(key);
    this.write();
  }

  /** Follows a window from now on; a maximized one is made so again. */
  track(key: string, window: PlacedWindow): void {
    const last = this.known.get(key);
    const place = last === undefined ? undefined : fitToScreens(last.bounds, this.workAreas());
    const isMoved = last !== undefined && place !== undefined && place !== last.bounds;
    this.tracked.set(key, { window, wished: isMoved ? last.bounds : undefined });
    if (last?.isMaximized === true) window.maximize();
    if (last?.isFullScreen === true) window.setFullScreen(true);
    const note = (): void => this.note(key);
    const follow = window.on.bind(window) as (event: string, listener: () => void) => unknown;
    for (const event of ['move', 'resize', 'maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen']) {
      follow(event, note);
    }
    follow('close', note);
    follow('closed', () => void this.tracked.delete(key));
    note();
  }

  private note(key: string): void {
    const tracked = this.tracked.get(key);
    if (tracked === undefined || tracked.window.isDestroyed()) return;
    const { window } = tracked;
    this.known.set(key, {
      key,
      bounds: tracked.wished ?? roundedOf(window.getNormalBounds()),
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
    });
    this.write();
  }

  /** Many small moves make one file. */
  private write(): void {
    if (this.isWriting) return;
    this.isWriting = true;
    this.options.after(SETTLE_MS, () => this.flush());
  }

  /** Writes what is not written yet. */
  flush(): void {
    if (!this.isWriting) return;
    this.isWriting = false;
    this.options.write([...this.known.values()]);
  }

  private screensChanged(): void {
    const areas = this.workAreas();
    for (const tracked of this.tracked.values()) {
      const { window, wished } = tracked;
      if (window.isDestroyed()) continue;
      const now = window.getNormalBounds();
      if (wished !== undefined && isReachable(wished, areas)) {
        tracked.wished = undefined; // its screen is back
        window.setBounds(wished);
      } else if (!isReachable(now, areas)) {
        tracked.wished ??= now;
        window.setBounds(fitToScreens(now, areas));
      }
    }
  }

  private workAreas(): readonly Rectangle[] {
    return this.options.screen.getAllDisplays().map(({ workArea }) => workArea);
  }
}

function roundedOf({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
