import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import {
  bringToFront,
  cockpitWindowOptions,
  groundColor,
  tornWindowOptions,
  type WindowLook,
} from './cockpit-window.ts';
import { CrashLoop, type Crash } from '../parts/crash-reports.ts';
import { tellPage } from './ipc-gate.ts';
import type { Place } from '../parts/messages.ts';
import type { OwnOrigins } from '../parts/origins.ts';
import type { Placement } from './placement.ts';
import { startPage } from './start-page.ts';

export interface WindowsOptions {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly preload: string;
  readonly icon: string | undefined;
  readonly own: OwnOrigins;
  readonly placement: Placement;
  readonly isDark: () => boolean;
  /** A new one-time link to the cockpit. */
  readonly link: () => Promise<string>;
  /** A person closes the last cockpit window; true: let it. */
  readonly mayCloseLast: () => boolean;
  readonly onCrash: (crash: Crash) => void;
  /** The system's session ends: nobody can be asked any more. */
  readonly onSessionEnd: () => void;
  readonly warn: (message: string) => void;
  readonly after: (delayMs: number, callback: () => void) => void;
  readonly now: () => number;
}

const COCKPIT = 'cockpit';
const TORN = 'torn-';
/** The page into which the cockpit draws what is torn off. */
const TORN_PAGE = /\/popout\.html$/;
const MOST_WINDOWS = 12;
const RETRY_MS = 1_500;

interface Cockpit {
  readonly key: string;
  readonly window: BrowserWindow;
  readonly crashes: CrashLoop;
  /** The page that is wanted could not be had yet. */
  isWaiting: boolean;
}

/** The windows: cockpits, what is torn off from them, where they are and how they come back. */
export class Windows {
  private readonly options: WindowsOptions;
  private readonly cockpits = new Map<string, Cockpit>();
  private readonly torn = new Map<string, BrowserWindow>();
  /** The start is over: windows show the cockpit, not the start page. */
  private isOpen = false;

  constructor(options: WindowsOptions) {
    this.options = options;
  }

  /** The first window says what is going on until there is a cockpit. */
  async starting(text: string): Promise<void> {
    if (this.isOpen) return;
    const first = this.cockpits.get(COCKPIT) ?? this.make(COCKPIT);
    await this.say(first, 'Starting Pitwall', text);
  }

  /** The cockpit in the first window, and the further windows of last time. */
  async open(): Promise<void> {
    this.isOpen = true;
    const keys = new Set([COCKPIT, ...this.options.placement.keysOf(`${COCKPIT}-`)]);
    await Promise.all([...keys].map((key) => this.load(this.cockpits.get(key) ?? this.make(key))));
  }

  async openAnother(): Promise<void> {
    if (!this.isOpen || this.cockpits.size >= MOST_WINDOWS) return;
    await this.load(this.make(freeKey(COCKPIT, this.cockpits)));
  }

  /** Every window to the front; the first one is made anew where none is left. */
  async front(): Promise<void> {
    if (this.cockpits.size === 0 && this.isOpen) {
      await this.load(this.make(COCKPIT));
      return;
    }
    for (const window of [...this.torn.values(), ...this.cockpitWindows()].reverse()) bringToFront(window);
  }

  /** Shows a thing: a strategy's chart, or a panel. */
  async goTo(place: Place): Promise<void> {
    await this.front();
    const [first] = this.cockpitWindows();
    if (first !== undefined) tellPage(first.webContents, 'shell:go-to', place);
  }

  hideAll(): void {
    for (const window of this.all()) window.hide();
  }

  isWatched(): boolean {
    return this.all().some((window) => window.isVisible() && window.isFocused());
  }

  isCockpit(contents: WebContents): boolean {
    return this.cockpitWindows().some((window) => window.webContents === contents);
  }

  /** The hub is there again: pages that could not be had are asked for once more. */
  retry(): void {
    for (const cockpit of this.cockpits.values()) if (cockpit.isWaiting) void this.load(cockpit);
  }

  lookChanged(): void {
    for (const window of this.all()) window.setBackgroundColor(groundColor(this.options.isDark()));
  }

  private all(): readonly BrowserWindow[] {
    return [...this.cockpitWindows(), ...this.torn.values()];
  }

  private cockpitWindows(): readonly BrowserWindow[] {
    return [...this.cockpits.values()].map(({ window }) => window);
  }

  private look(key: string): WindowLook {
    const { isDark, placement, icon } = this.options;
    return { isDark: isDark(), bounds: placement.boundsFor(key), icon };
  }

  private make(key: string): Cockpit {
    const { create, preload, placement, mayCloseLast, onSessionEnd } = this.options;
    const window = create(cockpitWindowOptions(preload, this.look(key)));
    const cockpit: Cockpit = { key, window, crashes: new CrashLoop(), isWaiting: false };
    this.cockpits.set(key, cockpit);
    placement.track(key, window);
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      if (this.cockpits.size === 1 && !mayCloseLast()) event.preventDefault();
      else if (this.cockpits.size > 1 && key !== COCKPIT) placement.forget(key);
    });
    window.on('closed', () => void this.cockpits.delete(key));
    window.on('session-end', onSessionEnd);
    this.allowTearing(window);
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') this.crashed(cockpit, reason, exitCode);
    });
    return cockpit;
  }

  private allowTearing(window: BrowserWindow): void {
    const { own, placement } = this.options;
    let key = '';
    window.webContents.setWindowOpenHandler(({ url, frameName }) => {
      if (!own.includes(url) || !TORN_PAGE.test(new URL(url).pathname) || this.torn.size >= MOST_WINDOWS) {
        return { action: 'deny' };
      }
      key = /^[\w-]{1,60}$/.test(frameName) ? `${TORN}${frameName}` : freeKey(`${TORN}window`, this.torn);
      return { action: 'allow', overrideBrowserWindowOptions: tornWindowOptions(this.look(key)) };
    });
    window.webContents.on('did-create-window', (child) => {
      const name = key;
      this.torn.set(name, child);
      placement.track(name, child);
      child.on('closed', () => void this.torn.delete(name));
    });
  }

  private async load(cockpit: Cockpit): Promise<void> {
    cockpit.isWaiting = false;
    try {
      await cockpit.window.loadURL(await this.options.link());
    } catch (fault) {
      if (cockpit.window.isDestroyed()) return;
      this.options.warn(`the cockpit could not be loaded: ${(fault as Error).message}`);
      cockpit.isWaiting = true;
      await this.say(cockpit, 'The hub does not answer', 'The cockpit opens by itself as soon as it does.');
      this.options.after(RETRY_MS, () => {
        if (cockpit.isWaiting && !cockpit.window.isDestroyed()) void this.load(cockpit);
      });
    }
  }

  private async say({ window }: Cockpit, title: string, text: string): Promise<void> {
    // A newer page may take its place while it loads.
    await window.loadURL(startPage(title, text)).catch(() => undefined);
  }

  private crashed(cockpit: Cockpit, reason: string, exitCode: number): void {
    this.options.onCrash({ what: 'page', reason, exitCode });
    if (cockpit.crashes.mayRestart(this.options.now())) {
      void this.load(cockpit);
      return;
    }
    void this.say(
      cockpit,
      'The cockpit crashed again and again',
      'Trading goes on without this window. Open it again from the tray or with File > New cockpit window.',
    );
    cockpit.crashes.reset();
  }
}

function freeKey(prefix: string, taken: ReadonlyMap<string, unknown>): string {
  for (let n = 1; ; n += 1) {
    const key = n === 1 ? prefix : `${prefix}-${n}`;
    if (!taken.has(key)) return key;
  }
}
