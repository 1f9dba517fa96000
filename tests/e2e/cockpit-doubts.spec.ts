import { GOOD_JOURNAL } from '../support/fake-cockpit/scene.ts';
import { expect, test } from './cockpit-test.ts';

/** What is in doubt between books, venue and file, as a person sees it. */
const SINCE = '2026-11-20T19:22:50.000Z';
const DIFFERENCE = {
  id: 'position:MNQZ6',
  message: 'MNQZ6: our books hold 1, the venue 2',
  done: 'the book EXTERNAL takes it',
  since: SINCE,
  blocks: true,
};
const BLOCK = {
  code: 'reconcile' as const,
  subject: DIFFERENCE.id,
  words: 'our books and the venue disagree',
  detail: DIFFERENCE.message,
  since: SINCE,
};

test('a difference stands across the top until a person has seen it; the entries go on then', async ({
  page,
  fake,
}) => {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  await expect(page.getByTestId('doubts')).toBeHidden();
  fake.scene.account = { ...fake.scene.account, differences: [DIFFERENCE] };
  fake.setBook('M6E', { blocks: [{ ...BLOCK, scope: 'M6E' }] });
  const banner = page.getByTestId('doubts');
  await expect(banner).toContainText('our books hold 1, the venue 2; the book EXTERNAL takes it');
  await expect(page.getByTestId('tile-M6E')).toContainText('entries wait');
  await banner.getByRole('button', { name: 'Seen, take entries again' }).click();
  await expect(banner).toBeHidden();
  expect(fake.commands).toEqual(['acknowledge position:MNQZ6']);
  await expect(page.getByTestId('tile-M6E')).not.toContainText('entries wait');
});

test('a file that cannot be written says so, with the room that is left', async ({ page, fake }) => {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  const words =
    'The journal is not written (the disk is full): 12 commits are kept in the spill, 74 % of its room is left.';
  fake.scene.account = { ...fake.scene.account, journal: { ...GOOD_JOURNAL, fault: 'full', words } };
  fake.tellAccount();
  await expect(page.getByTestId('doubts')).toContainText('the disk is full');
  fake.scene.account = { ...fake.scene.account, journal: GOOD_JOURNAL };
  fake.tellAccount();
  await expect(page.getByTestId('doubts')).toBeHidden();
});

test('EXTERNAL: each contract that it holds is a row, its tile has the way out, and so has the palette', async ({
  page,
  fake,
}) => {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  const [mnq] = fake.scene.account.books;
  const held = mnq?.positions[0];
  if (mnq === undefined || held === undefined) throw new Error('expected a position in the scene');
  const bare = { ...held, stop: null, targets: [] };
  const positions = [
    { ...bare, tradeId: 'X-1' },
    { ...bare, tradeId: 'X-2', root: 'MES', symbol: 'MESZ6', side: 'short' as const, quantity: 3 },
  ];
  const external = { id: 'EXTERNAL', number: 63, kind: 'external' as const, name: 'EXTERNAL', engine: 'none' as const };
  const books = [...fake.scene.account.books, { ...mnq, ...external, positions, workingOrders: 0 }];
  fake.scene.account = { ...fake.scene.account, books };
  fake.tellAccount();
  const tile = page.getByTestId('tile-EXTERNAL');
  await expect(tile).toContainText('3 short MESZ6');
  const rows = page.getByRole('region', { name: 'Open positions' }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'EXTERNAL' })).toHaveCount(2);
  await expect(rows.filter({ hasText: 'EXTERNAL' }).first()).toContainText('no stop at the venue');
  await tile.getByRole('button', { name: 'Flatten' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('Flatten EXTERNAL');
  await page.keyboard.press('Enter');
  await expect.poll(() => fake.commands).toEqual(['flatten EXTERNAL', 'flatten EXTERNAL']);
});

test.describe('for who only watches', () => {
  test.use({ options: { role: 'viewer' } });

  test('there is nothing to confirm', async ({ page, fake }) => {
    fake.scene.account = { ...fake.scene.account, differences: [DIFFERENCE] };
    await page.goto(fake.url);
    await expect(page.getByTestId('doubts')).toContainText('our books hold 1');
    await expect(page.getByRole('button', { name: 'Seen, take entries again' })).toBeHidden();
  });
});
