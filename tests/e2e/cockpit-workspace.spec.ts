import type { Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { expect, test } from './cockpit-test.ts';

/** The workspace and the panels beside the charts. */
async function open(page: Page, fake: FakeCockpit): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

async function find(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill(title);
  await page.keyboard.press('Enter');
}

test('a layout comes back after a reload; a broken one falls back without losing the others', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  await find(page, 'P&L calendar');
  await expect(page.getByTestId('tab-calendar')).toBeVisible();
  await find(page, 'Settings');
  await page.getByLabel('Name of the workspace').fill('evening');
  await page.getByRole('button', { name: 'Keep the present layout' }).click();
  await page.reload();
  await expect(page.getByTestId('tab-calendar')).toBeVisible();
  // Written as the page loads: the page before keeps its own layout a moment after it was laid out.
  await page.addInitScript(() => {
    const kept = JSON.parse(localStorage.getItem('pitwall.workspaces') ?? '{}') as {
      current: string;
      layouts: Record<string, unknown>;
    };
    kept.layouts['morning'] = { grid: 'nonsense', panels: { a: { contentComponent: 'no-such-panel' } } };
    kept.current = 'morning';
    localStorage.setItem('pitwall.workspaces', JSON.stringify(kept));
  });
  await page.reload();
  await expect(page.getByText('could not be restored')).toBeVisible();
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  await find(page, 'Open workspace evening');
  await expect(page.getByTestId('tab-calendar')).toBeVisible();
});

test('two windows of one browser do not lose each other their workspaces', async ({ page, fake, context }) => {
  await open(page, fake);
  const other = await context.newPage();
  await open(other, fake);
  await find(page, 'Settings');
  await page.getByLabel('Name of the workspace').fill('evening');
  await page.getByRole('button', { name: 'Keep the present layout' }).click();
  await find(other, 'Settings');
  await other.getByLabel('Name of the workspace').fill('night');
  await other.getByRole('button', { name: 'Keep the present layout' }).click();
  await page.reload();
  await expect(page.getByTestId('tab-settings')).toBeVisible();
  await find(page, 'Open workspace night');
  await find(page, 'Open workspace evening');
  await expect(page.getByText('could not be')).toBeHidden();
  const names = await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('pitwall.workspaces') ?? '{}') as { layouts: object };
    return Object.keys(kept.layouts);
  });
  expect(names).toEqual(expect.arrayContaining(['evening', 'night']));
});

test('a tab is closed and opened again; one is torn off, and its keys work there', async ({ page, fake }) => {
  await open(page, fake);
  await page.getByTestId('tab-chart-M6E').hover();
  await page.getByTestId('close-chart-M6E').click();
  await expect(page.getByTestId('tab-chart-M6E')).toBeHidden();
  await page.getByTestId('tile-M6E').click();
  await expect(page.getByTestId('chart-M6E')).toBeVisible();
  await page.keyboard.press('1');
  const [popout] = await Promise.all([page.waitForEvent('popup'), find(page, 'Tear this tab off')]);
  await expect(popout.getByTestId('chart-MNQ')).toBeVisible();
  await expect(popout.locator('html')).toHaveAttribute('data-theme', 'dark');
  await popout.keyboard.press('F9');
  await expect.poll(() => fake.commands).toEqual(['stop MNQ']);
});

test('each window acts on what it shows, however the focus came there, names it, and shows the receipt', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  await page.getByTestId('tile-MGC-PO3').click();
  const [popout] = await Promise.all([page.waitForEvent('popup'), find(page, 'Tear this tab off')]);
  const strip = popout.getByRole('banner', { name: 'This window acts on MGC PO3' });
  await expect(strip).toContainText('SIM');
  await expect(popout.getByTestId('torn-flatten')).toContainText('F8');
  await expect(popout.getByTestId('torn-flatten')).toContainText('Flatten MGC PO3');
  await expect(popout.getByTestId('torn-flatten')).toContainText(/short 2 \u00b7 \u2212\$\d/);
  await expect(popout).toHaveTitle('MGC PO3 \u00b7 SIM \u00b7 Pitwall');
  await expect(popout.locator('.chart-panel.is-target')).toBeVisible();
  // The cockpit's own window took up what it shows now, and goes on to another one.
  await expect(page.getByTestId('flatten-selected')).not.toContainText('PO3');
  await page.getByTestId('tile-MNQ').click();
  await expect(page.locator('.chart-panel.is-target')).toBeVisible();
  await expect(page.getByTestId('flatten-selected')).toContainText(/Flatten MNQ long 1 \u00b7 \+\$\d/);
  await popout.keyboard.press('F8');
  await expect(popout.getByTestId('band')).toHaveAttribute('data-phase', 'verified');
  await expect(popout.getByTestId('band')).toContainText('FLATTEN MGC PO3');
  await expect(popout.getByTestId('torn-flatten')).toContainText('flat');
  expect(fake.commands).toEqual(['flatten MGC-PO3']);
  // A click there does not change what this window acts on.
  await popout.getByTestId('chart-MGC-PO3').click();
  await page.keyboard.press('F9');
  await expect.poll(() => fake.commands).toEqual(['flatten MGC-PO3', 'stop MNQ']);
  await popout.getByTestId('torn-flatten').click();
  await expect.poll(() => fake.commands).toEqual(['flatten MGC-PO3', 'stop MNQ', 'flatten MGC-PO3']);
});

test("find yesterday's loser and its reason", async ({ page, fake }) => {
  await open(page, fake);
  await find(page, 'P&L calendar');
  const asked = page.waitForRequest((request) => request.url().includes('/api/trades?'));
  await page.getByRole('button', { name: /^2026-11-19/ }).click();
  // The file's trading day, no hours that the page makes up: a day over a holiday has two sessions.
  expect(new URL((await asked).url()).search).toBe('?day=2026-11-19');
  const trades = page.getByRole('region', { name: 'P&L calendar' }).getByRole('region', { name: 'Trades' });
  const row = trades.locator('tbody tr', { hasText: '\u2212$' });
  await expect(row).toContainText('stop');
  await expect(row.locator('.why')).toHaveAttribute('title', /close (below|above)/);
});

test('read the drawdown of a week', async ({ page, fake }) => {
  await open(page, fake);
  await find(page, 'Equity and drawdown');
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await expect(page.getByTestId('equity-chart').locator('canvas').first()).toBeVisible();
  await expect(page.getByTestId('deepest')).toContainText(/\$\d/);
});

test('pair a phone', async ({ page, fake }) => {
  await open(page, fake);
  await find(page, 'Devices');
  await page.getByLabel('Name of the device').fill('phone');
  await page.getByLabel('What it may do').selectOption('flatten');
  await page.getByRole('button', { name: 'Pair a device' }).click();
  await expect(page.getByTestId('pairing').getByRole('img')).toBeVisible();
  await expect(page.getByTestId('pairing')).toContainText('#pair=');
});

test('a key of one’s own: taken ones are refused, free ones work', async ({ page, fake }) => {
  await open(page, fake);
  await find(page, 'Settings');
  const key = page.getByRole('button', { name: 'Key of: Flatten the selected strategy' });
  await key.click();
  await page.keyboard.press('F9');
  await expect(page.getByText('F9 is taken')).toBeVisible();
  await key.click();
  await page.keyboard.press('F2');
  await expect(key).toHaveText('F2');
  await page.keyboard.press('F2');
  await expect.poll(() => fake.commands).toEqual(['flatten MNQ']);
});

test('settings: every option of the engine and of a strategy with value, default, range and doc', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  await find(page, 'Settings');
  const engine = page.getByRole('region', { name: 'Engine', exact: true });
  const rows = engine.locator('tbody tr');
  await expect(rows.filter({ hasText: '--seed' })).toContainText('42');
  await expect(engine).not.toContainText('JWT_SECRET');
  await engine.getByLabel('Find an option').fill('loss limit');
  const limit = rows.filter({ hasText: 'risk.dailyLossLimit' });
  await expect(limit).toContainText('1 to 10000000');
  await expect(limit).toContainText('everything is flattened');
  await engine.getByRole('button', { name: 'MGC-PO3' }).click();
  await expect(engine).toContainText('Nothing is called');
  await engine.getByLabel('Find an option').fill('');
  await expect(rows.filter({ hasText: 'flatBy' })).toContainText('time of day, Chicago');
  await expect(engine.getByRole('status')).toContainText('preset default');
});
