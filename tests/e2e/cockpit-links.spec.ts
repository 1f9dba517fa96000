import type { Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { expect, test } from './cockpit-test.ts';

/** Links that end and come back: what an open cockpit says, and that it finds its way by itself. */
async function open(page: Page, fake: FakeCockpit): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

const engines = (page: Page) => page.getByTestId('engines');

for (const isMoved of [false, true]) {
  test(`stopped in order and started again on ${isMoved ? 'other' : 'the same'} ports: hub and engines are back`, async ({
    page,
    fake,
  }) => {
    await open(page, fake);
    await expect(engines(page)).toHaveText('5 / 5');
    await fake.stopAll();
    await expect(engines(page)).toHaveText('0 / 5');
    await fake.startAll(isMoved);
    await expect(page.getByTestId('link-banner')).toBeHidden({ timeout: 20_000 });
    await expect(engines(page)).toHaveText('5 / 5', { timeout: 20_000 });
    await expect(page.locator('[data-bars=yes]')).toBeVisible();
  });
}
