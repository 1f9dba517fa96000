import { expect, test } from '@playwright/test';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** A phone on the sofa, against the real thing: another address (127.0.0.2 counts as exposed), TLS, one port. */
let pitwall: Pitwall;

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

test('pairs by code, watches, flattens with a flatten-only grant, and is thrown out by revocation', async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  const { url } = await owner<{ url: string }>('POST', '/api/devices/pairing', {
    name: 'phone',
    role: 'flatten',
    days: 1,
  });
  expect(url).toMatch(/^https:\/\/127\.0\.0\.2:\d+\/#pair=[A-Z2-9]{8}&sha256=[0-9A-F]{64}$/);

  // It shows what to compare, and waits: also after a reload.
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'phone waits to be confirmed' })).toBeVisible();
  expect((await page.getByTestId('fingerprint').innerText()).replaceAll(/[^0-9A-F]/g, '')).toBe(
    url.split('sha256=')[1],
  );
  await page.reload();
  await expect(page.getByTestId('fingerprint')).toBeVisible();
  const waiting = await owner<{ id: string; pending: boolean; address: string; browser: string }[]>(
    'GET',
    '/api/devices',
  );
  expect(waiting).toMatchObject([
    {
      pending: true,
      address: expect.stringMatching(/ via 127\.0\.0\.2$/),
      browser: expect.stringContaining('Mozilla'),
    },
  ]);
  await owner('POST', `/api/devices/${waiting[0]?.id ?? ''}/confirm`, {});
  await expect(page.locator('.mode-badge')).toHaveText('SIM');
  expect(page.url()).not.toContain('pair=');
  await expect(page.locator('.tile')).toHaveCount(5);
  await expect(page.getByTestId('room')).toHaveText(/\$\d/);

  // The chart comes over the hub's own port.
  await page.getByText('Chart', { exact: true }).click();
  await expect(page.locator('[data-bars=yes]')).toBeVisible();

  await page.getByTestId('flatten-everything').tap();
  await expect(page.getByTestId('band')).toHaveAttribute('data-phase', 'verified');
  // The receipt is told to everybody at once, the audit when the call is answered.
  const audited = async () =>
    (await owner<{ rows: { what: string }[] }>('GET', '/api/audit?kind=command')).rows.find(
      ({ what }) => what === 'flatten',
    );
  await expect.poll(audited).toMatchObject({
    actor: 'phone',
    device: 'phone',
    address: expect.stringMatching(/ via 127\.0\.0\.2$/),
    result: 'ok',
  });

  // What the grant may not, no key does here; and its token is worth nothing to whoever copies it.
  await expect(page.getByRole('button', { name: 'Start entries…' })).toBeHidden();
  const token = await page.evaluate(() => sessionStorage.getItem('pitwall.token') ?? '');
  const copied = await fetch(`${pitwall.hub}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(copied.status).toBe(401);

  const devices = await owner<{ id: string; name: string; sockets: number }[]>('GET', '/api/devices');
  const phone = devices.find(({ name }) => name === 'phone');
  expect(phone?.sockets).toBeGreaterThan(0);
  await owner('DELETE', `/api/devices/${phone?.id ?? ''}`);
  await expect
    .poll(async () => (await owner<unknown[]>('GET', '/api/connections')).length, {
      intervals: [50],
    })
    .toBe(0);
  // Nothing of what it saw stays, nothing can be done, and the page opens no more.
  await expect(page.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  await expect(page.locator('.tile')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  await context.close();
});
