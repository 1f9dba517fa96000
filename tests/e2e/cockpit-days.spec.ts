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
  await expect(equity).toHaveText(dollars(fake.scene.account.equity ?? 0));
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
    await expect(equity).toHaveText(dollars(fake.scene.account.equity ?? 0));
  }
});

test('a click on an older trade: the bars back to it are loaded, and its bar is in the middle', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  const trade = fake.scene.trades.find(({ strategy, tradingDay }) => strategy === 'MNQ' && tradingDay === '2026-11-19');
  if (trade === undefined) throw new Error("expected yesterday's trade in the scene");
  const asked = page.waitForRequest(
    (request) => request.url().includes('/api/chart') && request.url().includes('2000'),
  );
  const row = page.getByRole('region', { name: 'Trades' }).locator('tr', { hasText: '19 Nov' });
  await row.filter({ hasText: 'MNQ' }).click();
  await asked;
  await expect(page.getByRole('button', { name: 'newest bar' })).toContainText('Thu 19 Nov');
  const box = await page.getByTestId('chart-MNQ').locator('.chart-holder').boundingBox();
  if (box === null) throw new Error('expected a chart on screen');
  // The price axis at the right is 72 px wide or a little more: near the middle lies the bar or one beside it.
  await page.mouse.move(box.x + (box.width - 74) / 2, box.y + 120);
  const { market } = fake.symbols[0] ?? {};
  const exitMs = Date.parse(trade.exitTime);
  const near = market?.points('1m', 5, exitMs + 120_000).map(({ volume }) => `Vol${count(volume)}`) ?? [];
  const legend = page.getByTestId('chart-MNQ').locator('.chart-legend');
  await expect(legend).toContainText(new RegExp(near.join('|')));
  await expect(page.locator('.chart-said')).toBeHidden();
});

test.describe('with ten hours of bars', () => {
  test.use({ options: { minutes: 600 } });

  test('a click on a trade whose bars are not there says so', async ({ page, fake }) => {
    await open(page, fake);
    const row = page.getByRole('region', { name: 'Trades' }).locator('tr', { hasText: '19 Nov' });
    await row.filter({ hasText: 'MNQ' }).click();
    const said = page.getByTestId('chart-MNQ').getByRole('status');
    await expect(said).toContainText(/There are no bars of Thu 19 Nov \d\d:\d\d here: they begin on Fri 20 Nov/);
    await said.getByRole('button', { name: 'Close this note' }).click();
    await expect(said).toBeHidden();
  });
});

test('the trades table says from when on it has trades, and brings older ones', async ({ page, fake }) => {
  const [first] = fake.scene.trades;
  if (first === undefined) throw new Error('expected trades in the scene');
  const many = Array.from({ length: 900 }, (_, index) => {
    const exitMs = Date.parse('2026-11-18T20:00:00Z') - index * 900_000;
    const times = { entryTime: new Date(exitMs - 60_000).toISOString(), exitTime: new Date(exitMs).toISOString() };
    return { ...first, ...times, tradeId: `old-${index}`, tradingDay: new Date(exitMs).toISOString().slice(0, 10) };
  });
  fake.scene.trades.push(...many);
  const all = fake.scene.trades.length;
  await open(page, fake);
  const table = page.getByRole('region', { name: 'Trades' });
  const words = table.getByTestId('trades-span');
  await expect(words).toHaveText(/^200 trades since 1\d Nov \d\d:\d\d$/);
  for (const shown of [400, 600, 800]) {
    await table.getByRole('button', { name: 'older' }).click();
    await expect(words).toContainText(`${shown} trades since`);
    await expect(table.locator('tbody tr')).toHaveCount(shown);
  }
  await table.getByRole('button', { name: 'older' }).click();
  await expect(words).toHaveText(`${all} trades, all of this run`);
  await expect(table.getByRole('button', { name: 'older' })).toBeHidden();
});

test('the log: dated where the day changes, in the order of writing, with what persons did', async ({ page, fake }) => {
  await open(page, fake);
  await page.getByTestId('tab-log').click();
  const rows = page.getByRole('region', { name: 'Log' }).locator('tbody tr');
  await expect(rows.first()).toContainText('stop rests at the venue');
  const second = { strategy: 'MNQ', type: 'info', timestamp: new Date(fake.nowMs).toISOString() } as const;
  for (const [index, message] of ['one', 'two', 'three', 'two'].entries())
    fake.tell('pitwall:log', { ...second, seq: 100 + index, message: `line ${message}` });
  await expect(rows.first()).toContainText('line two');
  const told = await rows.allInnerTexts();
  expect(told.slice(0, 4).map((text) => /line \w+/.exec(text)?.[0])).toEqual([
    'line two',
    'line three',
    'line two',
    'line one',
  ]);
  const dated = told.findIndex((text) => text.includes('Thu 19 Nov'));
  expect(told[dated - 1]).toContain('flatten of MES by owner, from cockpit@127.0.0.1: key F8');
  expect(told[dated + 1]).toContain('speed 10 by owner');
});

test('the watch list: a day\u2019s change is from the prior close, which stands beside it', async ({ page, fake }) => {
  await open(page, fake);
  await openPanel(page, 'Watchlist');
  const panel = page.getByRole('region', { name: 'Watchlist' });
  const row = (symbol: string) => panel.locator('tbody tr', { hasText: symbol });
  const cells = row('MES').locator('td');
  await expect(cells.nth(4)).toHaveText(/^[\d,]+\.\d\d$/);
  const [now, change, prior] = await Promise.all(
    [1, 2, 4].map(async (index) => Number((await cells.nth(index).innerText()).replaceAll(/[^\d.]/g, ''))),
  );
  expect(Math.abs((now ?? 0) - (prior ?? 0))).toBeCloseTo(change ?? -1, 1);
  // Without a close of the day before there is no day's change.
  await expect(row('EURUSD').locator('td').nth(2)).toHaveText('\u2013');
  await expect(panel.getByText('Change is from the close of the trading day before.').first()).toBeVisible();
});

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function dollars(value: number): string {
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
