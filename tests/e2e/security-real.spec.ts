import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { totpAt } from '../../engine/adapters/web/totp.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';
import { showSecurity } from './show-security.ts';

/** People and their sessions against the real thing, on this machine and from another (127.0.0.2 counts as exposed). */
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

const owner = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(pitwall.hub + path, {
    method,
    headers: {
      authorization: `Bearer ${pitwall.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
};

const addUser = (userName: string, role: string): Promise<unknown> =>
  owner('POST', '/api/users', { userName, role, password: PASSWORD });

/** The hub as another machine reaches it. */
const remote = (): string => pitwall.hub.replace('http://127.0.0.1', 'https://127.0.0.2');

async function newPage(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true });
  return { context, page: await context.newPage() };
}

async function logIn(page: Page, userName: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Name').fill(userName);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

for (const [where, base] of [
  ['this machine', () => pitwall.hub],
  ['another machine', remote],
] as const) {
  test(`logs in at /login from ${where}, with the rights of the role, and is still in after a reload`, async ({
    browser,
  }) => {
    const userName = `Vera ${where}`;
    await addUser(userName, 'viewer');
    const { context, page } = await newPage(browser);
    await page.goto(`${base()}/login`);
    await expect(page.getByRole('heading', { name: 'Log in to Pitwall' })).toBeVisible();
    await logIn(page, userName);
    await expect(page.locator('.tile')).toHaveCount(5);
    await expect(page.getByText('viewing only')).toBeVisible();
    expect(new URL(page.url()).pathname).toBe('/');
    // Every strategy is there for a user too, who has few connections, and however often the page is loaded.
    for (let n = 0; n < 6; n += 1) {
      await page.reload();
      await expect(page.getByTestId('engines')).toHaveText('5 / 5');
    }
    await context.close();
  });
}

test('says what is wrong with a log-in, and for how long a locked name waits', async ({ browser }) => {
  await addUser('Otto', 'viewer');
  const { context, page } = await newPage(browser);
  await page.goto(`${pitwall.hub}/login`);
  await logIn(page, 'Otto', 'not the password');
  await expect(page.getByRole('alert')).toHaveText('Name, password or code is not right.');
  for (let n = 0; n < 5; n += 1) {
    await fetch(`${pitwall.hub}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userName: 'Otto', password: 'not the password' }),
    });
  }
  await logIn(page, 'Otto');
  await expect(page.getByRole('alert')).toHaveText(/^Too many failed log-ins\. Try again in (\d+ min )?\d+ s\.$/);
  await expect(page.getByRole('button', { name: 'Log in' })).toBeDisabled();
  await context.close();
});

/** The owner's cockpit on this machine, at a page of the security panel. */
async function openSecurity(page: Page, title: string): Promise<void> {
  const { url } = await owner<{ url: string }>('POST', '/api/auth/link', {});
  await page.goto(url);
  await expect(page.locator('.tile')).toHaveCount(5);
  await showSecurity(page, title);
}

test('makes a user, who logs in elsewhere; ends the session, and the other page is out; removes the user', async ({
  browser,
}) => {
  const mine = await newPage(browser);
  await openSecurity(mine.page, 'Users');
  await mine.page.getByLabel('Name').fill('Nina');
  await mine.page.getByLabel('What the user may do').selectOption('trader');
  await mine.page.getByLabel('First password').fill('short');
  await mine.page.getByRole('button', { name: 'Add the user' }).click();
  await expect(mine.page.getByRole('alert').filter({ hasText: 'at least 10 characters' })).toBeVisible();
  await mine.page.getByLabel('First password').fill(PASSWORD);
  await mine.page.keyboard.press('Enter');
  await expect(mine.page.getByRole('row', { name: /Nina/ })).toBeVisible();

  const other = await newPage(browser);
  await other.page.goto(`${remote()}/login`);
  await logIn(other.page, 'Nina');
  await expect(other.page.locator('.tile')).toHaveCount(5);

  await showSecurity(mine.page, 'Sessions');
  const row = mine.page.getByRole('row', { name: /Nina/ });
  await expect(row).toContainText('may also start');
  await expect(row).toContainText('127.0.0.1 via 127.0.0.2');
  await expect(row).toContainText('now');
  await row.getByRole('button', { name: 'End Nina' }).click();
  await mine.page.getByRole('button', { name: 'End the session' }).click();
  const from = performance.now();
  await expect(other.page.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  console.log(`the other page was out ${Math.round(performance.now() - from)} ms after the click`);
  await expect(row).toHaveCount(0);

  await showSecurity(mine.page, 'Users');
  await mine.page.getByRole('button', { name: 'Remove Nina' }).click();
  await expect(mine.page.getByRole('dialog')).toContainText('No session is open.');
  await mine.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(mine.page.getByRole('row', { name: /Nina/ })).toHaveCount(0);
  await logIn(other.page, 'Nina');
  await expect(other.page.getByText('Name, password or code is not right.')).toBeVisible();

  await showSecurity(mine.page, 'Audit log');
  await mine.page.getByLabel('Acts of which kind').selectOption('people');
  await expect(mine.page.getByRole('row', { name: /remove user Nina done/ })).toBeVisible();
  await mine.page.getByLabel('Acts of which kind').selectOption('session');
  await mine.page.getByRole('button', { name: 'refused' }).click();
  await expect(mine.page.getByRole('row', { name: /log in Nina unauthorized/ })).toBeVisible();

  await showSecurity(mine.page, 'Exposure');
  await expect(mine.page.getByTestId('exposure-verdict')).toHaveText('Other machines reach this Pitwall.');
  await expect(mine.page.getByTestId('fingerprint')).toHaveText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  await mine.context.close();
  await other.context.close();
});

test('sets up an authenticator app, logs in with its code, then with a recovery code, once', async ({ browser }) => {
  test.slow(); // a code is good once: the next one comes within half a minute
  await addUser('Toni', 'viewer');
  const { context, page } = await newPage(browser);
  const tiles = page.locator('.tile');
  const out = async (): Promise<void> => {
    await showSecurity(page, 'Sessions');
    await page.getByRole('button', { name: 'log out' }).click();
    await expect(page.getByTestId('locked-reason')).toHaveText('You logged out.');
  };
  await page.goto(`${remote()}/login`);
  await logIn(page, 'Toni');
  await expect(tiles).toHaveCount(5);
  // What a viewer may not do is not offered.
  await showSecurity(page, 'Authenticator app');
  for (const title of ['Users', 'Audit log', 'Exposure'])
    await expect(page.getByRole('button', { name: title, exact: true })).toHaveCount(0);

  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  const seed = (await page.getByTestId('totp-secret').innerText()).replaceAll(/\s/g, '');
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  await page.getByLabel('Code that the app shows now').fill('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'this code is not right' })).toBeVisible();
  // A code of the step before is taken too: that of now and of the next are left for what follows.
  const step = Math.floor(Date.now() / 30_000);
  await page.getByLabel('Code that the app shows now').fill(totpAt(seed, step - 1));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Make recovery codes' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Code', { exact: true }).fill(totpAt(seed, step));
  await page.keyboard.press('Enter');
  const shown = page.getByTestId('recovery-codes').getByRole('listitem');
  await expect(shown).toHaveCount(10);
  const codes = await shown.allInnerTexts();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByTestId('codes-left')).toHaveText('10 of 10');

  await out();
  await logIn(page, 'Toni');
  await expect(page.getByText('Name, password or code is not right.')).toBeVisible();
  await page.getByLabel(/^Code/).fill(totpAt(seed, step + 1));
  await page.keyboard.press('Enter');
  await expect(tiles).toHaveCount(5);

  await out();
  await page.getByLabel('Name').fill('Toni');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel(/^Code/).fill(codes[0]?.toLowerCase() ?? '');
  await page.keyboard.press('Enter');
  await expect(tiles).toHaveCount(5);
  await showSecurity(page, 'Recovery');
  await expect(page.getByTestId('codes-left')).toHaveText('9 of 10');

  await out();
  await page.getByLabel('Name').fill('Toni');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel(/^Code/).fill(codes[0] ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Name, password or code is not right.')).toBeVisible();
  await context.close();
});

test('a page whose session is ended falls out, with nothing of the account left on it', async ({ browser }) => {
  await addUser('Tess', 'trader');
  const { context, page } = await newPage(browser);
  await page.goto(`${remote()}/login`);
  await logIn(page, 'Tess');
  await expect(page.locator('.tile')).toHaveCount(5);
  const sessions = await owner<{ id: string; userName: string }[]>('GET', '/api/devices');
  await owner('DELETE', `/api/devices/${sessions.find(({ userName }) => userName === 'Tess')?.id ?? ''}`);
  await expect(page.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  await expect(page.getByTestId('locked-reason')).toHaveText(/session was ended/);
  await expect(page.locator('.tile')).toHaveCount(0);
  // And in again, as somebody else.
  await addUser('Uwe', 'flatten');
  await logIn(page, 'Uwe');
  await expect(page.getByText('may flatten and stop')).toBeVisible();
  await context.close();
});
