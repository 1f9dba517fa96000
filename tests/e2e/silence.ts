import type { Page } from '@playwright/test';

/** Resolves in the very frame in which the strip names exactly these sources as silent ("venue", "feed MGC"). */
export async function silentNamed(page: Page, names: string, timeoutMs = 60_000): Promise<void> {
  await page.waitForFunction(
    (text) => document.querySelector('[data-testid=silent]')?.textContent === text,
    `${names} silent`,
    { polling: 'raf', timeout: timeoutMs },
  );
}
