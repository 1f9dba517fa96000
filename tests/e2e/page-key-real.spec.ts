import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** The page's token on the real thing: worth everything in its page, nothing elsewhere. */
let pitwall: Pitwall;

test.beforeAll(async () => {
  pitwall = await startPitwall({
    flags: ['--preset', 'demo', '--history-days', '0', '--speed', '10'],
  });
});

test.afterAll(async () => {
  await pitwall.stop();
});

async function newLink(): Promise<string> {
  const answer = await fetch(`${pitwall.hub}/api/auth/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return ((await answer.json()) as { url: string }).url;
}

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url);
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  return page;
}

/** That it acts: the hub takes a stop, and a start, of the account from it. */
async function expectActs(page: Page): Promise<void> {
  await page.getByTestId('tile-MNQ').click();
  await page.keyboard.press('F9');
  await expect(page.getByTestId('tile-MNQ')).toContainText('EXITS ONLY');
  await page.getByRole('button', { name: 'Start entries…' }).click();
  await page.getByRole('button', { name: 'Start entries', exact: true }).click();
  await expect(page.getByTestId('tile-MNQ')).not.toContainText('EXITS ONLY');
}

/** What a program gets that has the text of a token, at the hub and at a symbol port, by every way of showing it. */
async function worthElsewhere(token: string): Promise<number[]> {
  const statuses = new Set<number>();
  const routes = [
    [pitwall.hub, 'GET', '/api/account'],
    [pitwall.hub, 'GET', '/api/auth/me'],
    [pitwall.hub, 'POST', '/api/start'],
    [pitwall.symbols['MNQ'] ?? '', 'POST', '/api/trading/start'],
  ] as const;
  for (const [base, method, path] of routes) {
    for (const scheme of ['Bearer', 'DPoP']) {
      const headers = { authorization: `${scheme} ${token}` };
      statuses.add((await fetch(base + path, { method, headers })).status);
      statuses.add(
        (await fetch(base + path, { method, headers: { ...headers, cookie: `pitwall_session=${token}` } })).status,
      );
    }
  }
  return [...statuses];
}

test('a page opens, reloads, tears off a tab, lives through another hub; its token is worth nothing elsewhere', async ({
  context,
}) => {
  const page = await openPage(context, await newLink());
  expect(await context.cookies()).toEqual([]);
  await expectActs(page);
  const token = await page.evaluate(() => sessionStorage.getItem('pitwall.token') ?? '');
  const reading = await page.evaluate(() => localStorage.getItem('pitwall.reading') ?? '');
  expect([token, reading]).not.toContain('');
  expect(await worthElsewhere(token)).toEqual([401]);
  expect(await worthElsewhere(reading)).toEqual([401]);

  // The key is there after a reload, and does not leave the browser.
  await page.reload();
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
  await expectActs(page);
  const exported = await page.evaluate(async () => {
    const opening = indexedDB.open('pitwall');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const asking = opening.result.transaction('keys').objectStore('keys').get('page');
    await new Promise((resolve) => asking.addEventListener('success', resolve));
    const { privateKey } = asking.result as { privateKey: CryptoKey };
    const tried = await Promise.allSettled(
      ['jwk', 'pkcs8'].map((form) => crypto.subtle.exportKey(form as 'jwk', privateKey)),
    );
    return [privateKey.extractable, ...tried.map(({ status }) => status)];
  });
  expect(exported).toEqual([false, 'rejected', 'rejected']);

  // A window of its own acts with the page's key.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('Tear this tab off');
  const [popout] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await popout.getByTestId('torn-flatten').click();
  await expect(popout.getByTestId('band')).toHaveAttribute('data-phase', 'verified');
  await popout.close();

  const pid = pitwall.kill('hub', 'SIGKILL');
  await pitwall.replaced('hub', pid);
  await expect(page.getByTestId('link-banner')).toBeHidden();
  await expectActs(page);
  expect(await worthElsewhere(token)).toEqual([401]);
  await page.reload();
  await expect(page.locator('[data-bars=yes]')).toBeVisible();
});

test('two tabs with a link each act; one with the bare address looks', async ({ context }) => {
  const first = await openPage(context, await newLink());
  const second = await openPage(context, await newLink());
  await expectActs(second);
  await first.bringToFront();
  await first.reload();
  await expect(first.locator('[data-bars=yes]')).toBeVisible();
  await expectActs(first);
  const third = await openPage(context, pitwall.hub);
  await expect(third.getByTestId('flatten-selected')).toBeDisabled();
  await expect(first.getByTestId('flatten-selected')).toBeEnabled();
});

test('a browser that was never let in stays outside', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pitwall.hub);
  await expect(page.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  await context.close();
});
