import { expect, test, type Page } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OwnWire, type OwnPlace } from '../../engine/adapters/link/own-wire.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** The cockpit on the real thing: all processes, a simulated market, and one engine killed under it. */
let pitwall: Pitwall;

test.beforeAll(async () => {
  pitwall = await startPitwall({
    flags: ['--preset', 'demo', '--history-days', '0', '--speed', '10'],
  });
});

test.afterAll(async () => {
  await pitwall.stop();
});

/** As `npm start` does: the browser is given a file that leads it to the one-time link. Tells the file. */
async function openCockpit(page: Page): Promise<string> {
  const place = JSON.parse(readFileSync(join(pitwall.dataDir, 'instance.json'), 'utf8')) as OwnPlace;
  const asked = new OwnWire(place).call('POST', new URL('/api/auth/link', pitwall.hub), { body: { page: {} } });
  const { page: file } = (await asked) as { page: string };
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(pathToFileURL(file).href);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  return file;
}

test('from the one-time link to a live chart, under the page policy of the hub', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const file = await openCockpit(page);
  expect(existsSync(file)).toBe(false); // its code is used
  expect(new URL(page.url()).hash).toBe('');
  await expect(page.locator('.mode-badge')).toHaveText('SIM');
  await expect(page.locator('.tile')).toHaveCount(5);
  await expect(page.getByTestId('room')).toHaveText(/\$\d/);
  await expect(page.getByText('5 / 5')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('flatten one with its engine dead: verified at the venue, and the engine comes back', async ({ page }) => {
  await openCockpit(page);
  await page.getByTestId('tile-MES').click();
  const pid = pitwall.kill('MES', 'SIGKILL');
  await page.keyboard.press('F8');
  const band = page.getByTestId('band');
  await expect(band).toHaveAttribute('data-phase', 'verified');
  await expect(band).toContainText('FLAT VERIFIED');
  console.log(`with a dead engine: ${(await band.innerText()).replaceAll('\n', ' ')}`);
  await expect(page.getByTestId('tile-MES')).toContainText('EXITS ONLY');
  await pitwall.replaced('MES', pid);
  await expect(page.getByText('5 / 5')).toBeVisible();
  await page.getByTestId('tab-alerts').click();
  await expect(page.getByRole('row', { name: /The engine of MES died and is started again/ })).toBeVisible();
});

test('the hub killed: an alert at once by the page, then by the hub that follows it', async ({ page }) => {
  await openCockpit(page);
  const pid = pitwall.kill('hub', 'SIGKILL');
  await expect(page.locator('.toast', { hasText: 'The link to the hub is lost' })).toBeVisible();
  await pitwall.replaced('hub', pid);
  await expect(page.getByTestId('link-banner')).toBeHidden();
  await page.getByTestId('tab-alerts').click();
  await expect(page.getByRole('row', { name: /The link to the hub is lost/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /The hub died and is started again/ })).toBeVisible();
});

test('stop all, and start one again, which asks once', async ({ page }) => {
  await openCockpit(page);
  await page.keyboard.press('Shift+F9');
  await expect(page.getByTestId('tile-MNQ')).toContainText('EXITS ONLY');
  await page.getByTestId('tile-MNQ').click();
  await page.getByRole('button', { name: 'Start entries…' }).click();
  await page.getByRole('button', { name: 'Start entries', exact: true }).click();
  await expect(page.getByText('Start entries of')).toBeHidden();
});
