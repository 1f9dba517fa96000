import type { Page } from '@playwright/test';
import type { CockpitStateCase } from './cockpit-states.ts';

/** Panels and tables beside the first screen, opened as a trader opens them. */
export async function find(page: Page, action: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill(action);
  await page.keyboard.press('Enter');
  await page.mouse.move(0, 0);
}

const panel = (name: string, title: string, sees: string, act?: (page: Page) => Promise<void>): CockpitStateCase => ({
  name,
  only: 'desk',
  sees,
  act: async (page) => {
    await find(page, title);
    await act?.(page);
  },
});

const foot = (name: string, sees: string): CockpitStateCase => ({
  name: `foot-${name}`,
  only: 'desk',
  sees,
  act: async (page, fake) => {
    if (name === 'receipts') {
      await page.keyboard.press('F8');
      await page.locator('[data-phase=verified]').waitFor();
      fake.flattenScript = { ...fake.flattenScript, isVerified: false };
      await page.keyboard.press('Shift+F8');
      await page.locator('[data-phase=unverified]').waitFor();
    }
    await page.getByTestId(`tab-${name}`).click();
    await page.mouse.move(0, 0);
  },
});

export const PANEL_STATES: readonly CockpitStateCase[] = [
  panel('account', 'Account', 'text=Buying power, estimated'),
  panel('calendar', 'P&L calendar', 'text=Trades of 2026-11-19', async (page) => {
    await page.getByRole('button', { name: /^2026-11-19/ }).click();
  }),
  panel('equity', 'Equity and drawdown', '[data-testid=deepest]', async (page) => {
    await page.getByRole('button', { name: 'Week', exact: true }).click();
  }),
  panel('watchlist', 'Watchlist', 'text=EURUSD'),
  panel('notifications', 'Notifications', 'text=M6E feed was stale'),
  panel('chat', 'Ask', 'text=You asked', async (page) => {
    await page.getByLabel('Your question').fill('Why did MES lose?');
    await page.keyboard.press('Enter');
  }),
  panel('pairing', 'Devices', '[data-testid=pairing] svg, [data-testid=pairing] img', async (page) => {
    await page.getByLabel('Name of the device').fill('phone');
    await page.getByRole('button', { name: 'Pair a device' }).click();
  }),
  panel('settings', 'Settings', 'text=Sound of fills'),
  panel('health', 'Processes', 'text=Sockets at the hub'),
  foot('orders', 'text=24,982.75'),
  foot('log', 'text=stop rests at the venue'),
  foot('alerts', 'text=no quote for 12 s'),
  foot('receipts', 'text=flat, verified'),
  {
    name: 'hour-bars',
    only: 'desk',
    act: async (page) => page.getByRole('button', { name: '60m' }).click(),
    sees: '.chart-legend:has-text("1h")',
  },
  {
    name: 'po3',
    only: 'desk',
    act: async (page) => page.getByTestId('tile-MGC-PO3').click(),
    sees: '[data-testid=chart-MGC-PO3][data-bars=yes]',
  },
  {
    name: 'phone-chart',
    only: 'phone',
    act: async (page) => {
      await page.getByText('Chart', { exact: true }).click();
      await page.locator('.phone-chart').scrollIntoViewIfNeeded();
      await page.mouse.move(0, 0);
    },
    sees: '[data-bars=yes]',
  },
  {
    name: 'phone-trades',
    only: 'phone',
    act: async (page) => {
      await page.getByText('Trades', { exact: true }).click();
      await page.locator('.phone-table').scrollIntoViewIfNeeded();
      await page.mouse.move(0, 0);
    },
    sees: '.phone-table tbody tr',
  },
];
