import type { Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { FAKE_PASSWORD } from '../support/fake-cockpit/people.ts';
import { expect, test } from './cockpit-test.ts';

/** What wants a password that was typed lately asks for it by itself, and is done then. */
async function openAs(page: Page, fake: FakeCockpit, kind: 'user' | 'device'): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('pitwall.prefs', '{"firstRunSeen":true}'));
  await page.goto(fake.url);
  await expect(page.locator('.tile')).toHaveCount(5);
  // By what the page is in, it hears when it asks for itself again.
  fake.people.kind = kind;
  fake.people.isStale = true;
  await page.reload();
  await expect(page.locator('.tile')).toHaveCount(5);
}

async function startAccount(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('start entries of the account');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start entries', exact: true }).click();
}

test('Start asks for the password by itself, and is done when it was typed', async ({ page, fake }) => {
  await openAs(page, fake, 'user');
  await startAccount(page);
  const asked = page.getByRole('dialog', { name: 'Your password again' });
  await expect(asked).toBeVisible();
  await expect(asked.getByLabel('Name')).toHaveCount(0);
  await asked.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(asked.getByRole('alert')).toHaveText('Password or code is not right.');
  expect(fake.people.isStale).toBe(true);
  await asked.getByLabel('Password').fill(FAKE_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(asked).toBeHidden();
  await expect(page.getByText('The account takes entries again')).toBeVisible();
});

test('left alone it changes nothing', async ({ page, fake }) => {
  await openAs(page, fake, 'user');
  await startAccount(page);
  await page.getByRole('button', { name: 'Leave it' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('takes entries again')).toHaveCount(0);
});

test('a device is asked whose password it is', async ({ page, fake }) => {
  await openAs(page, fake, 'device');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('Security: Users');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove Bert' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const asked = page.getByRole('dialog', { name: 'An owner’s password' });
  await asked.getByLabel('Name').fill('Olga');
  await asked.getByLabel('Password').fill(FAKE_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Bert was removed.')).toBeVisible();
  expect(fake.people.askedAs).toBe('Olga');
});
