import { expect, test } from '@playwright/test';
import { goldTable, RecordingClient } from '../support/recording-client.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';
import { dragFile } from './drop-file.ts';

/** A recording dropped onto the cockpit of the real thing: hub, reading thread, desk and file. */
let pitwall: Pitwall;

test.beforeAll(async () => {
  pitwall = await startPitwall({
    flags: ['--strategies', 'MNQ,MGC', '--history-days', '0', '--speed', '10'],
  });
});
test.afterAll(() => pitwall.stop());

test('dropped while the market runs, answered, imported, listed, removed; the page complains of nothing', async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const answer = await fetch(`${pitwall.hub}/api/auth/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  await page.goto(((await answer.json()) as { url: string }).url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  // Above one piece: 1.6 MB.
  await dragFile(page, { name: 'MGC winter.csv', text: goldTable(30_000) }, ['dragenter', 'dragover', 'drop']);
  const dialog = page.getByRole('dialog', { name: 'Import a recording' });
  await expect(dialog.getByTestId('import-problem')).toContainText('which clock');
  await dialog.getByLabel('Zone of the times').selectOption('America/Chicago');
  await expect(dialog.getByTestId('import-chart')).toHaveAttribute('data-bars', '400');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByTestId('import-done')).toContainText('30,000 bars of MGC are stored as MGC winter');
  await page.keyboard.press('Escape');
  const owner = new RecordingClient(pitwall.hub, pitwall.token);
  expect((await owner.call('recordings')).body).toMatchObject([{ root: 'MGC', name: 'MGC winter', bars: 30_000 }]);
  // What was sent is gone with the dialog.
  await expect.poll(async () => (await owner.call('uploads')).body).toEqual([]);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('import a rec');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove MGC winter' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
  expect((await owner.call('recordings')).body).toEqual([]);
  expect(complaints).toEqual([]);
});
