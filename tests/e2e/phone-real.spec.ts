import { expect as checked, test } from '@playwright/test';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

/** Conditions are waited for as long as a busy machine may take: here it matters that they come true, not how soon. */
const PATIENCE_MS = 60_000;
const expect = checked.configure({ timeout: PATIENCE_MS });
test.describe.configure({ timeout: 240_000 });

/** A phone on the sofa, against the real thing: another address (127.0.0.2 counts as exposed), TLS, one port. */
let pitwall: Pitwall;

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
  expect(url).toMatch(/^https:\/\/127\.0\.0\.2:\d+\/#pair=/);

  await page.goto(url);
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
  await expect.poll(audited, { timeout: PATIENCE_MS }).toMatchObject({
    actor: 'phone',
    device: 'phone',
    address: expect.stringMatching(/ via 127\.0\.0\.2$/),
    result: 'ok',
  });

  const started = await page.evaluate(async () => {
    const token = sessionStorage.getItem('pitwall.token') ?? '';
    const answer = await fetch('/api/start', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    return answer.status;
  });
  expect(started).toBe(403);

  const devices = await owner<{ id: string; name: string; sockets: number }[]>('GET', '/api/devices');
  const phone = devices.find(({ name }) => name === 'phone');
  expect(phone?.sockets).toBeGreaterThan(0);
  await owner('DELETE', `/api/devices/${phone?.id ?? ''}`);
  await expect
    .poll(async () => (await owner<unknown[]>('GET', '/api/connections')).length, {
      timeout: PATIENCE_MS,
      intervals: [50],
    })
    .toBe(0);
  // What it saw last stays, marked; nothing new comes, nothing can be done, and the page opens no more.
  await expect(page.getByTestId('link-banner')).toBeVisible();
  const refused = await page.evaluate(async () => {
    const token = sessionStorage.getItem('pitwall.token') ?? '';
    return (await fetch('/api/flatten', { method: 'POST', headers: { authorization: `Bearer ${token}` } })).status;
  });
  expect(refused).toBe(401);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Pitwall is locked' })).toBeVisible();
  await context.close();
});
