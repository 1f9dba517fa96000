import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { publicHalf } from '../../../../build/dist-sign.ts';
import { manifestFault, manifestStatement, UPDATE_KEYS } from '../../../../electron/parts/update-manifest.ts';
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

const KEY = generateKeyPairSync('ed25519').privateKey;

function signedManifest(content: { readonly version: string }) {
  const files = [{ url: 'pitwall.AppImage', sha512: 'AAAA', size: 3 }];
  const manifest = { system: 'linux-x64', files, ...content };
  return { ...manifest, signature: sign(null, manifestStatement(manifest), KEY).toString('base64') };
}

function updating(
  options: {
    version?: string;
    manifest?: object;
    why?: string;
    backup?: () => Promise<string>;
    feed?: string | null;
    keys?: readonly string[];
  } = {},
) {
  const did: string[] = [];
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    disableWebInstaller: false,
    setFeedURL: ({ url }) => void did.push(`feed ${url}`),
    checkForUpdates: () => {
      const { version } = options;
      const updateInfo = signedManifest({ version: version ?? '0.1.0', ...options.manifest });
      return Promise.resolve({ isUpdateAvailable: version !== undefined, updateInfo });
    },
    downloadUpdate: () => Promise.resolve(did.push('download')),
    quitAndInstall: () => void did.push('install'),
  };
  const state = { why: options.why };
  const updates = new Updates({
    load: () => Promise.resolve(updater),
    feed: () => (options.feed === undefined ? 'http://127.0.0.1:9/' : options.feed),
    genuine: { version: '0.1.0', system: 'linux-x64', keys: options.keys ?? [publicHalf(KEY)] },
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

test.each([
  ['0.0.9', 'offers 0.0.9, which is not above 0.1.0'],
  ['0.1.0', 'offers 0.1.0, which is not above 0.1.0'],
  ['0.2.0-beta.1', 'without a signature'],
])('a genuine manifest of version %s that the updater takes for newer is not followed', async (version, words) => {
  const { updates, did } = updating({ version });
  expect(await updates.check()).toMatchObject({ kind: 'failed', why: expect.stringContaining(words) });
  expect(did).not.toContain('download');
});

test.each([
  ['files without a checksum', { files: [{ url: 'pitwall.AppImage' }] }],
  ['no files', { files: [] }],
])('a genuine manifest with %s is not followed', async (_what, manifest) => {
  const { updates, did } = updating({ version: '0.2.0', manifest });
  expect((await updates.check()).kind).toBe('failed');
  expect(did).not.toContain('download');
});

test('a program without a key follows nobody; the keys of this one are keys', async () => {
  const { updates } = updating({ version: '0.2.0', keys: [] });
  expect(await updates.check()).toMatchObject({ kind: 'failed', why: expect.stringContaining('without a key') });
  const facts = { version: '0.1.0', system: 'linux-x64', keys: UPDATE_KEYS };
  expect(manifestFault(signedManifest({ version: '0.2.0' }), facts)).toBeDefined();
});

test('one of several keys is enough, and the order of what is signed does not matter', () => {
  const other = publicHalf(generateKeyPairSync('ed25519').privateKey);
  const facts = { version: '0.1.9', system: 'linux-x64', keys: [other, publicHalf(KEY)] };
  const manifest = signedManifest({ version: '0.10.0' });
  expect(manifestFault(Object.fromEntries(Object.entries(manifest).toReversed()), facts)).toBeUndefined();
  expect(manifestFault({ ...manifest, stagingPercentage: 0 }, facts)).toContain('not signed');
});
