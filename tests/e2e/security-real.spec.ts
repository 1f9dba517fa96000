import { expect as checked, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** Conditions are waited for as long as a busy machine may take: here it matters that they come true, not how soon. */
const PATIENCE_MS = 60_000;
const expect = checked.configure({ timeout: PATIENCE_MS });
test.describe.configure({ timeout: 240_000 });

/** People and their sessions against the real thing, on this machine and from another (127.0.0.2 counts as exposed). */
let pitwall: Pitwall;
const PASSWORD = 'correct horse 7';

test.beforeAll(async () => {
  test.setTimeout(240_000);
  pitwall = await startPitwall({
    flags: ['--preset', 'demo', '--history-days', '0', '--speed', '10', '--listen', '127.0.0.2'],
    timeoutMs: 200_000,
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
    await page.reload();
    await expect(page.locator('.tile')).toHaveCount(5);
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
