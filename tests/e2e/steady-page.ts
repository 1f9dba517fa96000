import type { Browser, BrowserContext, Page } from '@playwright/test';
import { FAKE_NOW_MS } from '../support/fake-cockpit-server.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Time stands in the page: ages, countdowns and latencies are the same in every run, and what goes by itself after some
 * seconds stays. Runs before anything of the page; plain script, because it is handed over as text.
 */
const STANDING_TIME = `(() => {
  performance.now = () => 1_000;
  Date.now = () => ${FAKE_NOW_MS};
  const later = window.setTimeout.bind(window);
  window.setTimeout = (act, ms, ...rest) => (ms >= 5_000 ? 0 : later(act, ms, ...rest));
})();`;

/** What differs by nature (ports of a run) is left out. */
const SHOT = { animations: 'disabled', caret: 'hide', style: '[data-volatile] { visibility: hidden }' } as const;

/** Looks again so often for two equal pictures, and so long apart. */
const LOOKS = 12;
const APART_MS = 250;

/** A context whose pages look alike on every run; the theme follows the emulated system. */
export async function steadyContext(browser: Browser, size: Size, prefs: object): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { ...size },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(STANDING_TIME);
  const kept = JSON.stringify({ theme: 'system', firstRunSeen: true, ...prefs });
  await context.addInitScript((text) => localStorage.setItem('pitwall.prefs', text), kept);
  return context;
}

/** The page's picture after what was painted last. */
export async function quickPicture(page: Page): Promise<Buffer> {
  await page.evaluate(
    'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))',
  );
  return page.screenshot(SHOT);
}

/** The page's picture once nothing moves any more. */
export async function steadyPicture(page: Page): Promise<Buffer> {
  let before = await page.screenshot(SHOT);
  for (let look = 0; look < LOOKS; look += 1) {
    await page.waitForTimeout(APART_MS);
    const now = await page.screenshot(SHOT);
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error(`expected a picture that stands still within ${LOOKS * APART_MS} ms`);
}
