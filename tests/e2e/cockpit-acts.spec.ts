import type { Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { expect, test } from './cockpit-test.ts';

/** What the cockpit says before it acts, and what it must never do by itself. */
async function open(page: Page, fake: FakeCockpit): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

test('starting the account names each strategy that it starts, those stopped by a person too', async ({
  page,
  fake,
}) => {
  await open(page, fake);
  fake.setBook('M6E', { ownState: 'EXITS_ONLY', state: 'EXITS_ONLY', stateReason: 'by_person' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('start entries of the account');
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Starts all five: MNQ');
  await expect(question).toContainText('MGC Winner and M6E were stopped by you');
  expect(fake.commands).toEqual([]);
  await page.getByRole('button', { name: 'Start entries', exact: true }).click();
  await expect.poll(() => fake.commands).toEqual(['start account']);
});

test('an Enter in the untouched palette does nothing; an arrow or a word chooses', async ({ page, fake }) => {
  await open(page, fake);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option', { name: /Flatten MNQ/ })).toBeVisible();
  await expect(page.locator('[role=option][aria-selected=true]')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('x');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Find an action' })).toBeVisible();
  expect(fake.commands).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[role=option][aria-selected=true]')).toContainText('Chart MNQ');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('flat');
  await expect(page.locator('[role=option][aria-selected=true]')).toContainText('Flatten MNQ');
  await page.keyboard.press('Enter');
  await expect.poll(() => fake.commands).toEqual(['flatten MNQ']);
});

test('words that name no act choose none: an Enter after them flattens and stops nothing', async ({ page, fake }) => {
  await open(page, fake);
  for (const words of ['ema', 'note', 'ES', 'MCL', 'everything', 'MNQ', 'entries', 'stop loss']) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find an action' }).fill(words);
    await expect(
      page.locator('[role=option][aria-selected=true]', { hasText: /^(Flatten|Stop|Start|Speed|Next)/ }),
    ).toHaveCount(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('combobox', { name: 'Find an action' })).toHaveCount(0);
  }
  expect(fake.commands).toEqual([]);
});

test('what is not known is a dash, never a zero: no price, and nothing told of the contract', async ({
  page,
  fake,
}) => {
  const contracts = fake.catalog.contracts.filter(({ root }) => root !== 'MNQ');
  fake.catalog = { ...fake.catalog, contracts };
  const held = fake.scene.account.books[0]?.positions[0];
  if (held === undefined) throw new Error('expected a position in the scene');
  fake.setBook('MNQ', { dayNet: null, drawdown: null, positions: [{ ...held, mark: null, unrealized: null }] });
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.getByTestId('tile-MNQ')).toContainText('stop \u2013');
  await expect(page.getByTestId('tile-MNQ')).not.toContainText('$');
  await expect(page.getByTestId('room')).toHaveText('\u2013');
  await expect(page.getByRole('region', { name: 'Room left today' })).toContainText('no price of MNQ');
  await expect(page.getByTestId('day-net')).toHaveText('\u2013');
  await expect(page.getByTestId('flatten-selected')).toContainText('long 1 \u00b7 \u2013');
  const position = page.getByRole('region', { name: 'Open positions' }).getByRole('listitem').first();
  await expect(position).toContainText('MNQ');
  await expect(position).not.toContainText('$');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('account');
  await page.keyboard.press('Enter');
  for (const figure of ['Equity', 'Open P&L', 'Day, net', 'Room left', 'Buying power, estimated']) {
    await expect(page.locator('.figures > div', { hasText: figure }).locator('dd')).toHaveText('\u2013');
  }
});

test('hours are told as far as they are in force', async ({ page, fake }) => {
  await open(page, fake);
  const strategy = page.getByRole('region', { name: 'Selected strategy' });
  await expect(page.locator('.strip')).toContainText('flat by 15:05');
  await expect(strategy.locator('dt', { hasText: 'flat by' })).toBeVisible();
  await expect(strategy.locator('dt', { hasText: 'entries until' })).toBeVisible();
});

test.describe('a demonstration that never closes', () => {
  test.use({ options: { isDemo: true, isAlwaysOpen: true } });

  test('tells no flat-by time and no entry hours: none are in force', async ({ page, fake }) => {
    await open(page, fake);
    const strategy = page.getByRole('region', { name: 'Selected strategy' });
    await expect(strategy.locator('dt', { hasText: 'bb period' })).toBeVisible();
    await expect(page.locator('.strip')).not.toContainText('flat by');
    await expect(strategy.locator('dt', { hasText: /flat by|entries/ })).toHaveCount(0);
  });
});

test('"+" beside the tabs lists charts and panels, and no act', async ({ page, fake }) => {
  await open(page, fake);
  await page.getByRole('button', { name: 'Open a panel' }).first().click();
  const found = page.getByRole('listbox').getByRole('option');
  await expect(found.filter({ hasText: 'Equity and drawdown' })).toBeVisible();
  await expect(found.filter({ hasText: /Flatten|Stop|Start|Speed|theme/ })).toHaveCount(0);
});

test('receipts of flattens are there after a reload', async ({ page, fake }) => {
  await open(page, fake);
  await page.keyboard.press('F8');
  await expect(page.getByTestId('band')).toHaveAttribute('data-phase', 'verified');
  await page.reload();
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  await page.getByTestId('tab-receipts').click();
  const receipts = page.getByRole('tabpanel', { name: 'Receipts' });
  await expect(receipts).toContainText('Flatten MNQ');
  await expect(receipts).toContainText('flat, verified');
  await expect(page.getByTestId('band')).toBeHidden();
});

test('full room looks full, and the mark is explained', async ({ page, fake }) => {
  await open(page, fake);
  fake.scene.account = { ...fake.scene.account, room: 1_000, dailyLossLimit: 1_000 };
  fake.tellAccount();
  await expect(page.locator('.room-fill')).toHaveAttribute('style', /width: 100(\.00)?%/);
  await expect(page.locator('.room-bar')).toHaveAttribute('title', /the account is at risk/);
});

async function pair(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('devices');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /phone/ })).toBeVisible();
  await page.getByLabel('Name of the device').fill('tablet');
  await page.getByRole('button', { name: 'Pair a device' }).click();
}

test('pairing where only this machine is listened to: how to start it for others, and no code that cannot work', async ({
  page,
  fake,
}) => {
  fake.pairing.url = 'http://127.0.0.1:3000/#pair=K7QM-2RTX';
  await open(page, fake);
  await pair(page);
  await expect(page.getByTestId('pairing')).toContainText('npm start -- --listen ADDRESS');
  await expect(page.getByTestId('pairing').getByRole('img')).toHaveCount(0);
});

test('the picture of a pairing code goes once it is used, and once it is too old', async ({ page, fake }) => {
  await open(page, fake);
  await pair(page);
  await expect(page.getByTestId('pairing').getByRole('img')).toBeVisible();
  fake.devices.push(...fake.devices.slice(1).map((phone) => ({ ...phone, id: 'd-3', name: 'tablet' })));
  await expect(page.getByTestId('pairing')).toBeHidden();
  await expect(page.getByRole('row', { name: /tablet/ })).toBeVisible();
  fake.pairing.expires = '2020-11-20T19:24:50.000Z';
  await page.getByRole('button', { name: 'Pair a device' }).click();
  await expect(page.getByTestId('pairing')).toBeHidden();
});

test('the way to the next trade shows itself, can be ended, and ends with the trade', async ({ page, fake }) => {
  await open(page, fake);
  const button = page.getByTestId('next-trade');
  await button.click();
  await expect(button).toHaveText('Searching\u2026 stop');
  await button.click();
  await expect(button).toHaveText('Next trade');
  await expect.poll(() => fake.commands).toEqual(['speed 1']);
  await button.click();
  await expect(button).toHaveText('Searching\u2026 stop');
  fake.tellAccount();
  await expect(button).toHaveText('Searching\u2026 stop');
  fake.setBook('MES', { dayTrades: 99 });
  await expect(button).toHaveText('Next trade');
});

test('on a phone a panel that is asked for opens as a page, with a way back', async ({ page, fake }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await page.waitForSelector('.tile:nth-child(5)');
  for (const [words, seen] of [
    ['P&L calendar', /Mon/],
    ['Receipts', /Nothing was flattened/],
  ] as const) {
    await page.getByRole('button', { name: /Find/ }).click();
    await page.getByRole('combobox', { name: 'Find an action' }).fill(words);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: words })).toBeVisible();
    await expect(page.getByText(seen).first()).toBeVisible();
    await expect(page.getByTestId('flatten-everything')).toBeVisible();
    await page.getByRole('button', { name: 'Back' }).click();
  }
  await expect(page.getByTestId('room')).toBeVisible();
  await page.getByRole('button', { name: /Find/ }).click();
  await page.getByRole('combobox', { name: 'Find an action' }).fill('layout');
  await expect(page.getByRole('option', { name: /first layout/ })).toHaveCount(0);
});
