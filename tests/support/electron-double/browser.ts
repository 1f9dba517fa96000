/** The Chromium behind the double: one browser with one profile, a real window per BrowserWindow. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { installedChromium } from '../../../build/launch/chromium.mjs';
import { app } from './app.ts';

let opened: Promise<BrowserContext> | undefined;
/** Windows that a page opened by itself, until a BrowserWindow takes them. */
const popupListeners: ((page: Page) => void)[] = [];
/** Pages that we are just opening ourselves. */
let ours = 0;

async function launch(): Promise<BrowserContext> {
  const executablePath = installedChromium();
  if (executablePath === undefined) throw new Error('no Chromium for the double of Electron; set PITWALL_CHROMIUM');
  const profile = join(app.getPath('userData'), 'chromium');
  mkdirSync(profile, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: process.env['PITWALL_DOUBLE_HEADED'] === undefined,
    viewport: null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: ['--test-type', '--disable-popup-blocking'],
  });
  context.on('page', (page) => {
    if (ours === 0) for (const listener of popupListeners) listener(page);
  });
  return context;
}

export function browser(): Promise<BrowserContext> {
  opened ??= launch();
  return opened;
}

export function onPopup(listener: (page: Page) => void): void {
  popupListeners.push(listener);
}

export async function closeBrowser(): Promise<void> {
  if (opened === undefined) return;
  const context = await opened.catch(() => undefined);
  await context?.close().catch(() => undefined);
}

let firstTaken = false;

/** A page in a window of its own. */
export async function openPage(bounds: Rectangle): Promise<{ page: Page; cdp: CDPSession }> {
  const context = await browser();
  const [first] = context.pages();
  if (!firstTaken && first !== undefined) {
    firstTaken = true;
    const cdp = await context.newCDPSession(first);
    await placeWindow(cdp, bounds);
    return { page: first, cdp };
  }
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error('expected a browser behind the persistent context');
  ours += 1;
  try {
    const arrival = context.waitForEvent('page');
    const { x: left, y: top, width, height } = bounds;
    await session.send('Target.createTarget', { url: 'about:blank', newWindow: true, left, top, width, height });
    const page = await arrival;
    return { page, cdp: await context.newCDPSession(page) };
  } finally {
    ours -= 1;
    await session.detach();
  }
}

export async function placeWindow(cdp: CDPSession, { x, y, width, height }: Rectangle): Promise<void> {
  const { windowId } = await cdp.send('Browser.getWindowForTarget');
  await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
  await cdp.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y, width, height } });
}

export async function whereWindow(cdp: CDPSession): Promise<Rectangle> {
  const { bounds } = await cdp.send('Browser.getWindowForTarget');
  return { x: bounds.left ?? 0, y: bounds.top ?? 0, width: bounds.width ?? 0, height: bounds.height ?? 0 };
}
