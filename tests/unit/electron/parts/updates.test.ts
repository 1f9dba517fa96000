import { expect, test } from 'vitest';
import { Updates, whyNotNow, type Updater } from '../../../../electron/parts/updates.ts';
import { accountFacts } from '../../../support/shell-facts.ts';

const flat = accountFacts({ positions: [], workingOrders: 0 });

test.each([
  ['a position is open', { isFresh: true, account: accountFacts() }, false, 'a position or an order is open'],
  [
    'an order is open',
    { isFresh: true, account: { ...flat, workingOrders: 1 } },
    false,
    'a position or an order is open',
  ],
  ['the session is open', { isFresh: true, account: flat }, true, 'the session is open'],
  ['the session is not known', { isFresh: true, account: flat }, undefined, 'the session is open'],
  ['the account is out of reach', { isFresh: false, account: flat }, false, 'the state of the account is not known'],
  ['nothing was heard', { isFresh: false, account: undefined }, false, 'the state of the account is not known'],
] as const)('no update while %s', (_case, picture, isOpen, reason) => {
  expect(whyNotNow(picture, isOpen)).toBe(reason);
});

test('flat and closed, or flat in a simulation: it may be', () => {
  expect(whyNotNow({ isFresh: true, account: flat }, false)).toBeUndefined();
  expect(whyNotNow({ isFresh: true, account: { ...flat, isSimulated: true } }, true)).toBeUndefined();
});

function updating(
  options: { version?: string; why?: string; backup?: () => Promise<string>; feed?: string | null } = {},
) {
  const did: string[] = [];
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    setFeedURL: ({ url }) => void did.push(`feed ${url}`),
    checkForUpdates: () => {
      const { version } = options;
      return Promise.resolve({ isUpdateAvailable: version !== undefined, updateInfo: { version: version ?? '0.1.0' } });
    },
    downloadUpdate: () => Promise.resolve(did.push('download')),
    quitAndInstall: () => void did.push('install'),
  };
  const state = { why: options.why };
  const updates = new Updates({
    load: () => Promise.resolve(updater),
    feed: () => (options.feed === undefined ? 'http://127.0.0.1:9/' : options.feed),
    whyNot: () => state.why,
    backup: options.backup ?? (() => Promise.resolve(did.push('backup')).then(() => '/copy')),
    tell: (title) => void did.push(title),
  });
  return { updates, updater, did, state };
}

test('found, fetched, told; installed after a backup, and never by the updater alone', async () => {
  const { updates, updater, did } = updating({ version: '0.2.0' });
  expect(await updates.check()).toEqual({ kind: 'ready', version: '0.2.0' });
  expect([updater.autoDownload, updater.autoInstallOnAppQuit, updater.allowDowngrade]).toEqual([false, false, false]);
  expect(updates.mayInstall()).toBe(true);
  expect(await updates.install()).toBe(true);
  const order = [
    'feed http://127.0.0.1:9/',
    'download',
    'Pitwall 0.2.0 is ready',
    'backup',
    'Updating to 0.2.0',
    'install',
  ];
  expect(did).toEqual(order);
});

test('a position or a session holds it back until they are gone', async () => {
  const { updates, state } = updating({ version: '0.2.0', why: 'the session is open' });
  await updates.check();
  expect(updates.mayInstall()).toBe(false);
  state.why = undefined;
  expect(updates.mayInstall()).toBe(true);
});

test('without a backup nothing is installed', async () => {
  const { updates, did } = updating({ version: '0.2.0', backup: () => Promise.reject(new Error('disk full')) });
  await updates.check();
  expect(await updates.install()).toBe(false);
  expect(did).not.toContain('install');
});

test('no feed, no newer version, a feed that fails: nothing to install and no fault', async () => {
  expect(await updating({ feed: null }).updates.check()).toEqual({ kind: 'off' });
  const current = updating();
  expect(await current.updates.check()).toEqual({ kind: 'idle' });
  expect([current.updates.mayInstall(), await current.updates.install()]).toEqual([false, false]);
  const failing = updating({ version: '0.2.0' });
  failing.updater.checkForUpdates = () => Promise.reject(new Error('no such host'));
  expect(await failing.updates.check()).toEqual({ kind: 'failed', why: 'no such host' });
});
