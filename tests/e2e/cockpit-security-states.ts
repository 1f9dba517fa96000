import type { Page } from '@playwright/test';
import type { FakeCockpit } from '../support/fake-cockpit-server.ts';
import { FAKE_PASSWORD } from '../support/fake-cockpit/people.ts';
import { find } from './cockpit-panel-states.ts';
import type { CockpitStateCase } from './cockpit-states.ts';

const MADE = '2026-11-02T10:00:00.000Z';

/** The page of somebody who logged in with a name. */
async function asUser(page: Page, fake: FakeCockpit): Promise<void> {
  fake.people.kind = 'user';
  await page.reload();
  await page.waitForSelector('.tile:nth-child(5)');
}

const security = (
  name: string,
  title: string,
  sees: string,
  { isUser = false, act }: { readonly isUser?: boolean; readonly act?: (page: Page) => Promise<void> } = {},
  prepare?: (fake: FakeCockpit) => void,
): CockpitStateCase => ({
  name: `security-${name}`,
  sees,
  ...(prepare === undefined ? {} : { prepare }),
  act: async (page, fake) => {
    if (isUser) await asUser(page, fake);
    await find(page, `Security: ${title}`);
    await act?.(page);
  },
});

const withCodes = (fake: FakeCockpit): void => {
  fake.people.factors = { ...fake.people.factors, totp: true, recovery: { made: MADE, left: 7, of: 10 } };
};

/** The log-in, and each page of the security panel. */
export const SECURITY_STATES: readonly CockpitStateCase[] = [
  security('sessions', 'Sessions', 'text=this page', {}, (fake) => {
    const [own] = fake.devices;
    if (own === undefined) return;
    fake.devices.push({ ...own, id: 's-2', name: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0', isThis: false });
  }),
  security('devices', 'Devices', 'text=192.168.1.24'),
  security('users', 'Users', 'text=Bert'),
  security('remove-user', 'Users', 'text=Remove Ann?', {
    act: (page) => page.getByRole('button', { name: 'Remove Ann' }).click(),
  }),
  security('password', 'Password', 'text=New password again', { isUser: true }),
  security('totp-begun', 'Authenticator app', '[data-testid=totp-setup]', {
    isUser: true,
    act: async (page) => {
      await page.getByLabel('Password', { exact: true }).fill(FAKE_PASSWORD);
      await page.keyboard.press('Enter');
    },
  }),
  security('totp', 'Authenticator app', 'text=Set up.', { isUser: true }, withCodes),
  security('passkeys', 'Passkeys', 'text=key ring', { isUser: true }),
  security('recovery', 'Recovery', 'text=7 of 10', { isUser: true }, withCodes),
  security(
    'recovery-codes',
    'Recovery',
    '[data-testid=recovery-codes]',
    {
      isUser: true,
      act: async (page) => {
        await page.getByLabel('Password', { exact: true }).fill(FAKE_PASSWORD);
        await page.getByLabel('Code', { exact: true }).fill('123456');
        await page.keyboard.press('Enter');
      },
    },
    withCodes,
  ),
  security('audit', 'Audit log', 'text=rate limited'),
  security('exposure', 'Exposure', 'text=Only this machine reaches'),
  security('exposed', 'Exposure', '[data-testid=fingerprint]', {}, (fake) => fake.people.expose()),
];
