import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureRequestOptionsFromUrl, type DownloadOptions } from 'builder-util-runtime';
import { NodeHttpExecutor } from 'builder-util/out/nodeHttpExecutor.js';
import updaterModule from 'electron-updater';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stagedFeed, updateFeed } from '../../build/dist-feed.ts';
import { publicHalf, signedFeed } from '../../build/dist-sign.ts';
import { Updates, type Updater } from '../../electron/parts/updates.ts';

/**
 * The real electron-updater against a feed on this machine: what is looked for, fetched, and checked. It talks through
 * Node's HTTP in place of Electron's; what an installer does with the file afterwards cannot be shown without Electron.
 */
const { AppImageUpdater } = updaterModule;

const KEY = generateKeyPairSync('ed25519').privateKey;
const IMAGE = Buffer.from('a new Pitwall, as far as the updater can tell\n'.repeat(200));
let scratch: string;
let server: Server;
let feed: string;
let yaml: string;
let asked: string[];

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-update-'));
  asked = [];
  yaml = feedFile('0.2.0', IMAGE);
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    if (path === '/latest-linux.yml') response.end(yaml);
    else if (path === '/pitwall-0.2.0.AppImage') response.end(IMAGE);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(scratch, { recursive: true, force: true });
});

/** A feed for this machine's kind, as the signing step leaves it. */
function signedBy(key: KeyObject, feedText: string): string {
  return signedFeed(process.arch === 'arm64' ? 'latest-linux-arm64.yml' : 'latest-linux.yml', feedText, key);
}

function feedFile(version: string, image: Buffer): string {
  return signedBy(KEY, unsigned(version, image));
}

function sha512Of(image: Buffer): string {
  return createHash('sha512').update(image).digest('base64');
}

function unsigned(version: string, image: Buffer): string {
  const sha512 = sha512Of(image);
  const file = { name: `pitwall-${version}.AppImage`, sha512, bytes: image.length };
  return updateFeed(version, [file], '2026-11-20T12:00:00.000Z');
}

/** As electron-updater's own one, with Node's requests in place of Electron's. */
class LocalExecutor extends NodeHttpExecutor {
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const request = { headers: options.headers ?? {}, redirect: 'manual' };
      configureRequestOptionsFromUrl(url.href, request);
      const callback = (fault?: Error | null): void => (fault == null ? resolve(destination) : reject(fault));
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

function realUpdater(): Updater & { readonly installed: boolean } {
  mkdirSync(join(scratch, 'cache'), { recursive: true });
  writeFileSync(
    join(scratch, 'app-update.yml'),
    'provider: generic\nurl: http://127.0.0.1:9/\nupdaterCacheDirName: pitwall-updater\n',
  );
  const app = {
    version: '0.1.0',
    name: 'pitwall',
    isPackaged: true,
    appUpdateConfigPath: join(scratch, 'app-update.yml'),
    userDataPath: join(scratch, 'user'),
    baseCachePath: join(scratch, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  };
  process.env['APPIMAGE'] = join(scratch, 'pitwall.AppImage');
  writeFileSync(process.env['APPIMAGE'], 'the old one');
  const updater = new AppImageUpdater(null, app) as unknown as Updater & {
    httpExecutor: unknown;
    logger: unknown;
    disableDifferentialDownload: boolean;
    installed: boolean;
  };
  updater.httpExecutor = new LocalExecutor();
  updater.logger = null;
  updater.disableDifferentialDownload = true;
  updater.installed = false;
  updater.quitAndInstall = () => {
    updater.installed = true;
  };
  return updater;
}

function updatesOf(updater: Updater, told: string[]): Updates {
  return new Updates({
    load: () => Promise.resolve(updater),
    feed: () => feed,
    genuine: { version: '0.1.0', system: `linux-${process.arch}`, keys: [publicHalf(KEY)] },
    whyNot: () => undefined,
    backup: () => Promise.resolve('/copy'),
    tell: (title, text) => void told.push(`${title}: ${text}`),
  });
}

test('a newer version on the feed is fetched, its checksum holds, and only a quit installs it', async () => {
  const updater = realUpdater();
  const told: string[] = [];
  const updates = updatesOf(updater, told);
  expect(await updates.check()).toEqual({ kind: 'ready', version: '0.2.0' });
  expect(asked).toEqual(['/latest-linux.yml', '/pitwall-0.2.0.AppImage']);
  const fetched = join(scratch, 'cache/pitwall-updater/pending/pitwall-0.2.0.AppImage');
  expect(readFileSync(fetched)).toEqual(IMAGE);
  expect(updater.installed).toBe(false);
  expect(await updates.install()).toBe(true);
  expect(updater.installed).toBe(true);
});

test('the present version, or an older one, is left alone', async () => {
  for (const version of ['0.1.0', '0.0.9']) {
    yaml = feedFile(version, IMAGE);
    expect(await updatesOf(realUpdater(), []).check()).toEqual({ kind: 'idle' });
  }
  expect(asked.some((path) => path.endsWith('.AppImage'))).toBe(false);
});

test('a file that is not what the feed says is thrown away', async () => {
  yaml = feedFile('0.2.0', Buffer.from('something else'));
  const updater = realUpdater();
  const updates = updatesOf(updater, []);
  expect(await updates.check()).toMatchObject({ kind: 'failed', why: expect.stringContaining('sha512') });
  expect(updates.mayInstall()).toBe(false);
  expect(existsSync(join(scratch, 'cache/pitwall-updater/pending/pitwall-0.2.0.AppImage'))).toBe(false);
});

const strangers = generateKeyPairSync('ed25519').privateKey;
test.each([
  ['without a signature', () => unsigned('0.2.0', IMAGE), 'without a signature'],
  ['signed with another key', () => signedBy(strangers, unsigned('0.2.0', IMAGE)), 'not signed by who makes Pitwall'],
  [
    'whose checksum was exchanged',
    () => feedFile('0.2.0', Buffer.from('a genuine one')).replace(/sha512: .*/g, `sha512: ${sha512Of(IMAGE)}`),
    'not signed by who makes Pitwall',
  ],
  [
    'whose version was raised over an older signed one',
    () => feedFile('0.0.9', IMAGE).replaceAll('0.0.9', '0.2.0'),
    'not signed by who makes Pitwall',
  ],
  ['of another system', () => signedFeed('latest-mac.yml', unsigned('0.2.0', IMAGE), KEY), 'for darwin'],
])('a manifest %s is not followed, and its package not fetched', async (_what, manifest, words) => {
  yaml = manifest();
  const updater = realUpdater();
  const updates = updatesOf(updater, []);
  expect(await updates.check()).toMatchObject({ kind: 'failed', why: expect.stringContaining(words) });
  expect([updates.mayInstall(), await updates.install(), updater.installed]).toEqual([false, false, false]);
  expect(asked.filter((path) => path.endsWith('.AppImage'))).toEqual([]);
});

test('a feed that is not there is told and no fault', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect((await updatesOf(realUpdater(), []).check()).kind).toBe('failed');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)); // for the end of the test
});

test('a staged feed is taken by the part of the installations that it names', async () => {
  const whole = yaml;
  yaml = signedBy(KEY, stagedFeed(whole, 0));
  expect(await updatesOf(realUpdater(), []).check()).toEqual({ kind: 'idle' });
  yaml = stagedFeed(yaml, 100);
  expect((await updatesOf(realUpdater(), []).check()).kind).toBe('failed');
  yaml = signedBy(KEY, yaml);
  expect(await updatesOf(realUpdater(), []).check()).toEqual({ kind: 'ready', version: '0.2.0' });
  expect(yaml.match(/stagingPercentage/g)).toHaveLength(1);
  expect(() => stagedFeed(whole, 101)).toThrow('--staged');
});
