import type { Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { expect, test } from './cockpit-test.ts';

/** What is more than a day: equity, older trades, the log over days, day changes. */
async function open(page: Page, fake: FakeCockpit): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

async function openPanel(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill(title);
  await page.keyboard.press('Enter');
}

test('equity: the figures are of the span that is chosen, and every span ends at the same equity', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  await openPanel(page, 'Equity and drawdown');
  const panel = page.getByRole('region', { name: 'Equity and drawdown' });
  const equity = panel.getByTestId('equity-end').locator('strong');
  await expect(panel.getByTestId('span-net')).toHaveText('net 20 Nov +$412.30');
  await expect(equity).toHaveText(dollars(fake.scene.account.equity));
  for (const [range, words] of [
    ['Week', 'net 14 Nov to 20 Nov'],
    ['Month', 'net 22 Oct to 20 Nov'],
  ] as const) {
    const answer = page.waitForResponse((response) => response.url().includes('/api/equity'));
    await panel.getByRole('button', { name: range, exact: true }).click();
    const told = (await (await answer).json()) as { net: number; deepest: number };
    await expect(panel.getByTestId('span-net')).toContainText(words);
    await expect(panel.getByTestId('span-net')).toContainText(dollars(Math.abs(told.net)));
    await expect(panel.getByTestId('deepest')).toContainText(dollars(told.deepest));
    await expect(equity).toHaveText(dollars(fake.scene.account.equity));
  }
});

function dollars(value: number): string {
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
