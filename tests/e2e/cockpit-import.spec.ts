import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { goldTable } from '../support/recording-client.ts';
import { find } from './cockpit-panel-states.ts';
import { expect, test } from './cockpit-test.ts';
import { dragFile } from './drop-file.ts';

const GOLD = { name: 'MGC february.csv', text: goldTable(300) };

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
}

test('dropped, asked, answered, named, imported; the flag of its replay is told', async ({
  page,
  fake,
  complaints,
}) => {
  await open(page, fake.url);
  expect(await dragFile(page, GOLD, ['dragenter', 'dragover'])).toEqual([false, true]);
  await expect(page.getByTestId('drop-overlay')).toBeVisible();
  await dragFile(page, GOLD, ['drop']);
  await expect(page.getByTestId('drop-overlay')).toBeHidden();
  const dialog = page.getByRole('dialog', { name: 'Import a recording' });
  await expect(dialog.getByTestId('import-problem')).toContainText('which clock');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await dialog.getByLabel('Zone of the times').selectOption('America/New_York');
  await expect(dialog.getByTestId('import-chart')).toHaveAttribute('data-bars', '300');
  await expect(dialog.getByTestId('import-facts')).toContainText('2024-02-06 08:00');
  // Another answer is another reading, at once.
  await dialog.getByRole('button', { name: 'its close' }).click();
  await expect(dialog.getByTestId('import-facts')).toContainText('2024-02-06 07:59');
  await dialog.getByLabel('Name').fill('february');
  await page.keyboard.press('Enter');
  await expect(dialog.getByTestId('import-done')).toContainText('300 bars of MGC are stored as february');
  await expect(dialog).toContainText('--replay MGC=@february');
  expect(fake.recordings.list[0]).toMatchObject({ root: 'MGC', name: 'february', bars: 300 });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(complaints).toEqual([]);
});

test('by the palette and the file button; focus stays inside, Escape closes, axe finds nothing', async ({
  page,
  fake,
}) => {
  await open(page, fake.url);
  await find(page, 'Import a recording…');
  const dialog = page.getByRole('dialog', { name: 'Import a recording' });
  await expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(GOLD.text) });
  // Its name does not tell the contract.
  await expect(dialog.getByRole('status')).toHaveText('Choose the contract that its bars are taken as.');
  await dialog.getByLabel('Contract that the bars are taken as').selectOption('MGC');
  await dialog.getByLabel('Zone of the times').selectOption('UTC');
  await expect(dialog.getByTestId('import-chart')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('.sheet.is-import').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press('Tab');
    const isInside = await page.evaluate(
      () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
    );
    expect(isInside).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('what goes wrong is said in words, and the way on is there', async ({ page, fake }) => {
  await open(page, fake.url);
  await dragFile(page, { name: 'MGC.pdf', text: '%PDF-1.7' }, ['drop']);
  const dialog = page.getByRole('dialog', { name: 'Import a recording' });
  await expect(dialog.getByTestId('import-problem')).toHaveText('It is a PDF.');
  // Another file dropped onto the open dialog takes its place.
  await dragFile(page, { name: 'MGC.csv', text: '' }, ['drop']);
  await expect(dialog.getByRole('alert')).toContainText('MGC.csv is empty, or a folder.');
  await dragFile(page, GOLD, ['drop']);
  await dialog.getByLabel('Zone of the times').selectOption('UTC');
  await expect(dialog.getByTestId('import-chart')).toBeVisible();
  fake.recordings.deskSays = 'lost the desk';
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByRole('alert')).toHaveText('The desk did not do it: lost the desk.');
  fake.recordings.deskSays = undefined;
  await dialog.getByLabel('Name').fill('NQ=x');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByTestId('import-done')).toBeHidden();
  await dialog.getByLabel('Name').fill('second try');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByTestId('import-done')).toBeVisible();
});

test('a hub that is away is named, and the file is sent when it is there again', async ({ page, fake }) => {
  await open(page, fake.url);
  await page.route('**/uploads', (route) => route.abort());
  await dragFile(page, GOLD, ['drop']);
  const dialog = page.getByRole('dialog', { name: 'Import a recording' });
  await expect(dialog.getByRole('alert')).toContainText('The hub went away while the file was sent.');
  await page.unroute('**/uploads');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByTestId('import-problem')).toContainText('which clock');
  // It dies with the file in its hands.
  await page.route('**/uploads/*/check', (route) =>
    route.fulfill({
      status: 404,
      json: { error: { code: 'not_found', message: 'the file is not here any more: choose it again' } },
    }),
  );
  await dialog.getByLabel('Zone of the times').selectOption('UTC');
  await expect(dialog.getByRole('alert')).toContainText('The file is not here any more');
  await page.unroute('**/uploads/*/check');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByTestId('import-chart')).toBeVisible();
});

test('a file beyond the limit is not sent', async ({ page, fake }) => {
  await open(page, fake.url);
  const begun: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/uploads')) begun.push(request.url());
  });
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const piece = new Uint8Array(1 << 20);
    dataTransfer.items.add(
      new File(
        Array.from({ length: 129 }, () => piece),
        'MNQ ticks.csv',
      ),
    );
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  const dialog = page.getByRole('dialog', { name: 'Import a recording' });
  await expect(dialog.getByRole('alert')).toContainText('has 129 MB; at most 128 MB are taken here');
  await expect(dialog.getByRole('alert')).toContainText('npm run import');
  expect(begun).toEqual([]);
});

test('the list: a recording is removed after one question', async ({ page, fake }) => {
  await open(page, fake.url);
  await find(page, 'Import a recording…');
  await page.getByRole('button', { name: 'Remove NQ November 2023' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  expect(fake.recordings.list).toEqual([]);
});

test.describe('of a reader', () => {
  test.use({ options: { role: 'viewer' } });
  test('nothing is offered, and a dropped file does not take the cockpit away', async ({ page, fake }) => {
    await open(page, fake.url);
    // The page takes the drop, or the browser would leave for the file.
    expect(await dragFile(page, GOLD, ['dragenter', 'dragover', 'drop'])).toEqual([false, true, true]);
    await expect(page.getByTestId('drop-overlay')).toBeHidden();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find an action' }).fill('import a rec');
    await expect(page.getByText('Nothing of that name.')).toBeVisible();
  });
});

test.describe('in a pocket', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('the dialog fits', async ({ page, fake }) => {
    await page.goto(fake.url);
    await page.waitForSelector('.tile:nth-child(5):not(.is-empty)');
    await dragFile(page, GOLD, ['drop']);
    const dialog = page.getByRole('dialog', { name: 'Import a recording' });
    await dialog.getByLabel('Zone of the times').selectOption('UTC');
    await expect(dialog.getByTestId('import-chart')).toBeVisible();
    const box = await dialog.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 390).toBe(true);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByTestId('import-done')).toBeVisible();
  });
});
