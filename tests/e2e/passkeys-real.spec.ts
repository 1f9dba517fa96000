import { expect, test, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';
import { showSecurity } from './show-security.ts';

/** Passkeys against the real thing, with an authenticator of the browser's own. */
let pitwall: Pitwall;
const PASSWORD = 'correct horse 7';

test.beforeAll(async () => {
  pitwall = await startPitwall({
    flags: ['--preset', 'demo', '--history-days', '0', '--speed', '10', '--listen', '127.0.0.2'],
  });
});
test.afterAll(async () => {
  await pitwall.stop();
});

/** The hub under the name that passkeys of this machine belong to. */
const named = (): string => pitwall.hub.replace('127.0.0.1', 'localhost');

async function addUser(userName: string): Promise<void> {
  const { status } = await fetch(`${pitwall.hub}/api/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userName, role: 'trader', password: PASSWORD }),
  });
  expect(status).toBe(200);
}

interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
}

/** A browser with a device that knows its user by the finger. */
async function visit(browser: Browser): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, cdp, authenticatorId };
}

async function logIn(page: Page, userName: string): Promise<void> {
  await page.getByLabel('Name').fill(userName);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.locator('.tile')).toHaveCount(5);
}

async function logOut(page: Page): Promise<void> {
  await showSecurity(page, 'Sessions');
  await page.getByRole('button', { name: 'log out' }).click();
  await expect(page.getByTestId('locked-reason')).toHaveText('You logged out.');
}

async function makePasskey(page: Page, name: string): Promise<void> {
  await showSecurity(page, 'Passkeys');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
}

test('makes a passkey, logs in by it alone, names and removes it, and is not let in by it any more', async ({
  browser,
}) => {
  await addUser('Petra');
  const { context, page, cdp, authenticatorId } = await visit(browser);
  // An address has no passkeys: the page leads to the name.
  await page.goto(`${pitwall.hub}/login`);
  await page.getByRole('link', { name: named().replace('http://', '') }).click();
  await expect(page).toHaveURL(`${named()}/login`);

  await logIn(page, 'Petra');
  await makePasskey(page, 'laptop');
  await expect(page.getByText('“laptop” lets you in from now on.')).toBeVisible();
  const row = page.getByRole('row', { name: /laptop/ });
  await expect(row).toContainText('localhost');
  await expect(row).toContainText('never');
  // The device has it once.
  await makePasskey(page, 'again');
  await expect(page.getByRole('alert').filter({ hasText: 'has a passkey of yours already' })).toBeVisible();

  await logOut(page);
  const shown = page.waitForRequest((request) => request.url().endsWith('/api/auth/passkeys/login'));
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(page.locator('.tile')).toHaveCount(5);
  await showSecurity(page, 'Passkeys');
  await expect(row).not.toContainText('never');

  // What went over the wire lets nobody else in.
  const replayed = await fetch(`${named()}/api/auth/passkeys/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: (await shown).postData() ?? '',
  });
  expect(replayed.status).toBe(401);
  expect(await replayed.text()).toContain('twice');

  await page.getByRole('button', { name: 'Rename laptop' }).click();
  await page.getByRole('textbox', { name: 'Another name for laptop' }).fill('old laptop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /old laptop/ })).toBeVisible();
  await page.getByRole('button', { name: 'Remove old laptop' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('You have no passkey.')).toBeVisible();

  await logOut(page);
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'This passkey is not known here: it was removed' }),
  ).toBeVisible();
  // The password lets in as ever.
  await logIn(page, 'Petra');
  // The device still has it, and says so to nobody who is not its user.
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toHaveLength(1);
  await context.close();
});

test('is enough where the password is wanted again', async ({ browser }) => {
  await addUser('Xenia');
  const { context, page } = await visit(browser);
  await page.goto(`${named()}/login`);
  await logIn(page, 'Xenia');
  await makePasskey(page, 'laptop');
  await expect(page.getByText('“laptop” lets you in from now on.')).toBeVisible();
  // As after ten minutes: the hub's word is all that is changed.
  let isStale = true;
  await page.route('**/api/auth/passkeys/*', async (route) => {
    if (!isStale || route.request().method() !== 'PUT') return route.fallback();
    isStale = false;
    const error = { code: 'reauthenticate', message: 'the password or a passkey is needed for this' };
    return route.fulfill({ status: 401, json: { error } });
  });
  await page.getByRole('button', { name: 'Rename laptop' }).click();
  await page.getByRole('textbox', { name: 'Another name for laptop' }).fill('ring');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('dialog', { name: 'Your password again' });
  const renewed = page.waitForResponse((response) => response.url().endsWith('/api/auth/passkeys/reauthenticate'));
  await asked.getByRole('button', { name: 'Use a passkey' }).click();
  expect((await renewed).status()).toBe(200);
  await expect(asked).toBeHidden();
  await expect(page.getByRole('row', { name: /ring/ })).toBeVisible();
  await context.close();
});

test('lets nobody in whose device does not know him, and says that no passkey was chosen', async ({ browser }) => {
  await addUser('Quentin');
  const { context, page, cdp, authenticatorId } = await visit(browser);
  await page.goto(`${named()}/login`);
  await logIn(page, 'Quentin');
  await makePasskey(page, 'phone');
  await expect(page.getByRole('row', { name: /phone/ })).toBeVisible();
  await logOut(page);
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'No passkey was chosen.' })).toBeVisible();
  await expect(page.locator('.tile')).toHaveCount(0);
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(page.locator('.tile')).toHaveCount(5);
  await context.close();
});

test('says at an address of another machine what passkeys want', async ({ browser }) => {
  const { context, page } = await visit(browser);
  await page.goto(`${pitwall.hub.replace('http://127.0.0.1', 'https://127.0.0.2')}/login`);
  await expect(page.getByText(/127\.0\.0\.2 is an address: open Pitwall by the name of a certificate/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Log in with a passkey' })).toHaveCount(0);
  await context.close();
});

test('a log-out of one leaves another’s tab of the same browser its picture, and takes one’s own', async ({
  browser,
}) => {
  await addUser('Rosa');
  const { context, page } = await visit(browser);
  const link = await fetch(`${pitwall.hub}/api/auth/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { url } = (await link.json()) as { url: string };
  await page.goto(url);
  await expect(page.locator('.tile')).toHaveCount(5);
  const tab = await context.newPage();
  await tab.goto(`${pitwall.hub}/login`);
  await logIn(tab, 'Rosa');
  await logOut(tab);
  await tab.reload();
  await expect(tab.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  await expect(tab.locator('.tile')).toHaveCount(0);
  // A tab that the owner opens beside the own one looks as before.
  const beside = await context.newPage();
  await beside.goto(pitwall.hub);
  await expect(beside.locator('.tile')).toHaveCount(5);
  await context.close();
});
