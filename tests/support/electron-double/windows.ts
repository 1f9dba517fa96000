/** BrowserWindow and its contents over a real Chromium window. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type {
  BrowserWindow as RealWindow,
  BrowserWindowConstructorOptions,
  HandlerDetails,
  Rectangle,
  WebContents as RealContents,
  WindowOpenHandlerResponse,
} from 'electron';
import type { CDPSession, Page } from '@playwright/test';
import { app, cancelable } from './app.ts';
import { onPopup, openPage, placeWindow, whereWindow } from './browser.ts';
import { ipcMain, preloadScript } from './ipc.ts';

type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

const ALL = new Set<BrowserWindow>();
let focused: BrowserWindow | undefined;
let ids = 0;

export class WebContents extends EventEmitter {
  readonly id = (ids += 1);
  readonly owner: BrowserWindow;
  page: Page | undefined;
  cdp: CDPSession | undefined;
  /** Loads that the program itself asked for are not asked about. */
  private loading: string | undefined;
  private openHandler: OpenHandler | undefined;
  private isGone = false;
  private lastUrl = '';

  constructor(owner: BrowserWindow) {
    super();
    this.owner = owner;
  }

  get session(): typeof defaultSession {
    return defaultSession;
  }

  get mainFrame(): object {
    return this.frame(this.getURL());
  }

  getURL(): string {
    return this.page?.url() ?? this.lastUrl;
  }

  isDestroyed(): boolean {
    return this.owner.isDestroyed();
  }

  isCrashed(): boolean {
    return this.isGone;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    const script = `window.__doubleReceive?.(${JSON.stringify(channel)}, ${JSON.stringify(args)})`;
    this.page?.evaluate(script).catch(() => undefined); // a page that is just leaving hears nothing
  }

  reload(): void {
    void this.load(this.lastUrl).catch(() => undefined);
  }

  openDevTools(): void {}

  closeDevTools(): void {}

  forcefullyCrashRenderer(): void {
    this.cdp?.send('Page.crash').catch(() => undefined); // it dies before it can answer
  }

  /** @throws as Electron does when the page cannot be had */
  async load(url: string): Promise<void> {
    if (this.isGone) await this.replacePage();
    const page = await this.owner.opening;
    this.lastUrl = url;
    this.loading = url;
    try {
      await page.goto(url, { waitUntil: 'load' });
    } finally {
      this.loading = undefined;
    }
    this.emit('did-finish-load');
  }

  /** Ties a Chromium page to these contents. */
  async attach(page: Page, cdp: CDPSession): Promise<void> {
    this.page = page;
    this.cdp = cdp;
    this.isGone = false;
    const { preload } = this.owner.options.webPreferences ?? {};
    await page.exposeBinding('__doubleSend', ({ frame }, kind: 'invoke' | 'send', channel: string, args: unknown[]) => {
      const parent = frame.parentFrame() === null ? null : {};
      const event = { sender: this, senderFrame: { ...this.frame(frame.url()), parent }, returnValue: undefined };
      return ipcMain.deliver(kind, event, channel, args);
    });
    if (preload !== undefined) await page.addInitScript(preloadScript(readFileSync(preload, 'utf8')));
    await this.askBeforeNavigation(cdp);
    page.on('crash', () => {
      this.isGone = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
      app.emit('render-process-gone', {}, this, { reason: 'crashed', exitCode: 139 });
    });
    page.on('close', () => {
      if (this.page === page && !this.isGone) this.owner.gone();
    });
    page.on('domcontentloaded', () => this.emit('dom-ready'));
  }

  /** A page of ours opened another one: the handler decides. */
  async popup(page: Page): Promise<void> {
    const url = page.url();
    const details = { url, frameName: '', features: '', disposition: 'new-window' } as unknown as HandlerDetails;
    const answer = this.openHandler?.(details) ?? { action: 'deny' };
    if (answer.action === 'deny') {
      await page.close();
      return;
    }
    const cdp = await page.context().newCDPSession(page);
    const bounds = await whereWindow(cdp);
    const child = new BrowserWindow({ ...bounds, ...answer.overrideBrowserWindowOptions }, { page, cdp });
    await child.opening;
    this.emit('did-create-window', child, { ...details, options: child.options });
  }

  private frame(url: string): { url: string; origin: string; parent: null; top: object } {
    return { url, origin: URL.canParse(url) ? new URL(url).origin : 'null', parent: null, top: {} };
  }

  private async askBeforeNavigation(cdp: CDPSession): Promise<void> {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    await cdp.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] });
    cdp.on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
      const isMain = frameId === frameTree.frame.id;
      const event = { ...cancelable(), url: request.url, isMainFrame: isMain } as ReturnType<typeof cancelable>;
      let prevented = false;
      event.preventDefault = () => {
        prevented = true;
      };
      const wanted = request.url + (request.urlFragment ?? '');
      if (wanted !== this.loading) {
        if (isMain) this.emit('will-navigate', event);
        this.emit('will-frame-navigate', event);
      }
      const answer = prevented
        ? cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
        : cdp.send('Fetch.continueRequest', { requestId });
      answer.catch(() => undefined); // the page is gone
    });
  }

  private async replacePage(): Promise<void> {
    const old = this.page;
    const { page, cdp } = await openPage(this.owner.getBounds());
    await this.attach(page, cdp);
    this.owner.opening = Promise.resolve(page);
    await old?.close().catch(() => undefined);
  }
}

/** A crashed page cannot be used again by Chromium's driver, so that the same window lives on in a new one. */
export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly options: BrowserWindowConstructorOptions;
  opening: Promise<Page>;
  private bounds: Rectangle;
  private shown: boolean;
  private minimized = false;
  private maximized = false;
  private destroyed = false;
  private title: string;

  constructor(options: BrowserWindowConstructorOptions = {}, given?: { page: Page; cdp: CDPSession }) {
    super();
    this.options = options;
    this.title = options.title ?? '';
    this.shown = options.show !== false;
    const { width = 800, height = 600, x = 100, y = 80 } = options;
    this.bounds = { x, y, width, height };
    this.webContents = new WebContents(this);
    this.id = this.webContents.id;
    ALL.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    this.opening = this.open(given);
    this.opening.catch(() => undefined); // told to whoever loads a page into it
  }

  static getAllWindows(): BrowserWindow[] {
    return [...ALL];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused ?? null;
  }

  static fromWebContents(contents: unknown): BrowserWindow | null {
    return [...ALL].find((window) => window.webContents === contents) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }

  show(): void {
    this.shown = true;
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.shown = true;
    this.emit('show');
  }

  hide(): void {
    this.shown = false;
    if (focused === this) focused = undefined;
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.shown && !this.destroyed;
  }

  focus(): void {
    // oxlint-disable-next-line typescript/no-this-alias -- which window has the keyboard is one fact for all
    focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', {}, this);
  }

  isFocused(): boolean {
    return focused === this;
  }

  minimize(): void {
    this.minimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.minimized = false;
    this.emit('restore');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  maximize(): void {
    this.maximized = true;
    this.emit('maximize');
  }

  unmaximize(): void {
    this.maximized = false;
    this.emit('unmaximize');
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  isFullScreen(): boolean {
    return false;
  }

  setFullScreen(): void {}

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getBounds(): Rectangle {
    return { ...this.bounds };
  }

  getNormalBounds(): Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    void this.place();
  }

  /** For the tests: Electron tells it as a color with its alpha. */
  ground: string | undefined;

  setBackgroundColor(color: string): void {
    this.ground = color;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  setMenuBarVisibility(): void {}

  /** As a person does it, by the window's own button. */
  close(): void {
    const event = cancelable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.opening.then((page) => page.close()).catch(() => undefined);
    this.gone();
  }

  /** The window is no more. */
  gone(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    ALL.delete(this);
    if (focused === this) focused = undefined;
    this.emit('closed');
    if (ALL.size === 0) app.emit('window-all-closed');
  }

  private async open(given: { page: Page; cdp: CDPSession } | undefined): Promise<Page> {
    const { page, cdp } = given ?? (await openPage(this.bounds));
    await this.webContents.attach(page, cdp);
    return page;
  }

  /** A person moves it, or the program: both end in events. */
  private async place(): Promise<void> {
    await this.opening;
    const { cdp } = this.webContents;
    if (cdp !== undefined) await placeWindow(cdp, this.bounds).catch(() => undefined);
    this.emit('move');
    this.emit('resize');
  }
}

onPopup((page) => {
  void page.opener().then(async (opener) => {
    const owner = [...ALL].find((window) => window.webContents.page === opener);
    await page.waitForURL((url) => url.href !== 'about:blank', { timeout: 1_000 }).catch(() => undefined);
    await (owner === undefined ? page.close() : owner.webContents.popup(page));
  });
});

/** Handlers that the program set; Chromium itself refuses every permission in this mode. */
class SessionDouble {
  permissionRequest: unknown;
  permissionCheck: unknown;

  setPermissionRequestHandler(handler: unknown): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: unknown): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(): void {}

  setSpellCheckerEnabled(): void {}
}

export const defaultSession = new SessionDouble();
export const session = { defaultSession };

/** Checked against Electron's own types: what the double offers has Electron's shape. */
type WindowSurface = Pick<
  RealWindow,
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'isVisible'
  | 'focus'
  | 'isFocused'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'isDestroyed'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'setBackgroundColor'
  | 'setTitle'
  | 'getTitle'
  | 'setMenuBarVisibility'
  | 'close'
  | 'destroy'
  | 'id'
>;
type ContentsSurface = Pick<
  RealContents,
  | 'id'
  | 'getURL'
  | 'isDestroyed'
  | 'isCrashed'
  | 'send'
  | 'reload'
  | 'openDevTools'
  | 'closeDevTools'
  | 'setWindowOpenHandler'
  | 'forcefullyCrashRenderer'
>;
((window: WindowSurface | undefined, contents: ContentsSurface | undefined) => [window, contents])(
  undefined as BrowserWindow | undefined,
  undefined as WebContents | undefined,
);
