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
    await expect(page.getByTestId('link-banner')).toBeHidden();
    await expect(engines(page)).toHaveText('5 / 5');
    await expect(page.locator('[data-bars=yes]')).toBeVisible();
  });
}

test('a hub that is lost is an alert: a toast, a count on the tab, and a row that stays when it is back', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  await fake.loseHub();
  await expect(page.locator('.toast', { hasText: 'The link to the hub is lost' })).toBeVisible();
  await fake.regainHub();
  await expect(page.getByTestId('link-banner')).toBeHidden();
  await page.getByTestId('tab-alerts').click();
  await expect(page.getByRole('row', { name: /The link to the hub is lost/ })).toBeVisible();
});

test('hub and engines gone: nothing is promised, the strip stays readable, the refusal goes with the way back', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  await fake.stopAll();
  const banner = page.getByTestId('link-banner');
  await expect(banner).toContainText('Nothing here can reach the engines');
  await expect(banner).toContainText('own platform');
  await expect(banner).not.toContainText('F8');
  const strip = await page.locator('.strip').boundingBox();
  const row = await banner.boundingBox();
  expect(row?.y).toBeGreaterThanOrEqual((strip?.y ?? 0) + (strip?.height ?? 0));
  await page.keyboard.press('F8');
  await expect(page.getByTestId('band')).toHaveAttribute('data-phase', 'refused');
  await fake.startAll();
  await expect(banner).toBeHidden();
  await expect(page.getByTestId('band')).toBeHidden();
});

test('offline and back, looked at meanwhile: charts are taken away and made anew without a complaint', async ({
  page,
  fake,
  complaints,
}) => {
  await open(page, fake);
  const look = async (width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 820 });
    for (const key of ['2', '3', '1']) await page.keyboard.press(key);
    // The frames in which observers of the charts that were left would draw.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
  for (const isMoved of [false, true]) {
    await fake.stopAll();
    await expect(page.getByTestId('link-banner')).toBeVisible();
    await look(1_180);
    await fake.startAll(isMoved);
    await look(1_440);
    await expect(page.getByTestId('link-banner')).toBeHidden({ timeout: 20_000 });
    await expect(page.locator('[data-bars=yes]')).toBeVisible();
    await look(1_300);
  }
  expect(complaints).toEqual([]);
});
