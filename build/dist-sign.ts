/**
 * Signs the feed of a release: `dist.ts` for a new one, `node build/dist-sign.ts FILE… [--staged=PERCENT]` when one that is
 * out is to reach more. The private key lies in a file outside the project, named by PITWALL_UPDATE_KEY; its
 * public half stands in `UPDATE_KEYS` (electron/parts/update-manifest.ts).
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { manifestStatement, systemOf, UPDATE_KEYS } from '../electron/parts/update-manifest.ts';
import { stagedFeed } from './dist-feed.ts';

export const KEY_VARIABLE = 'PITWALL_UPDATE_KEY';

/** As it stands in `UPDATE_KEYS`. */
export function publicHalf(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
}

/**
 * Makes a pair, for a file that is not there yet and lies outside the project.
 * @returns the public half
 */
export function newKey(file: string, project: string): string {
  const way = relative(realpathSync(project), resolve(realpathSync(dirname(resolve(file))), basename(file)));
  if (way !== '..' && !way.startsWith(`..${sep}`))
    throw new Error(`${file} lies within the project: keep the key outside`);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  return publicHalf(privateKey);
}

/** The key that signs, out of the file that the environment names; undefined: none is named. */
export function signingKey(env: NodeJS.ProcessEnv, trusted: readonly string[]): KeyObject | undefined {
  const file = env[KEY_VARIABLE];
  if (file === undefined || file === '') return undefined;
  const key = createPrivateKey(readFileSync(file));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key`);
  if (!trusted.includes(publicHalf(key))) {
    throw new Error(`no program would follow a feed signed with ${file}: its public half is not in UPDATE_KEYS`);
  }
  return key;
}

const SYSTEMS: Readonly<Record<string, string>> = {
  'latest-linux.yml': systemOf('linux', 'x64'),
  'latest-linux-arm64.yml': systemOf('linux', 'arm64'),
  'latest.yml': systemOf('win32', ''),
  'latest-mac.yml': systemOf('darwin', ''),
};

/** A feed's file with its system and signature; a signature that it has already is replaced. */
export function signedFeed(name: string, feed: string, key: KeyObject): string {
  const system = SYSTEMS[name];
  if (system === undefined) throw new Error(`${name} is no feed of a system that there are packages for`);
  const text = `${feed.replaceAll(/^(?:system|signature):.*\n/gm, '')}system: ${system}\n`;
  const manifest = parseUpdateInfo(text, name, new URL(`https://updates.invalid/${name}`));
  return `${text}signature: ${sign(null, manifestStatement(manifest), key).toString('base64')}\n`;
}

if (import.meta.main) {
  const [files, flags] = [process.argv.slice(2).filter((one) => !one.startsWith('--')), process.argv.slice(2)];
  const staged = flags.find((flag) => flag.startsWith('--staged='))?.slice('--staged='.length);
  const key = signingKey(process.env, UPDATE_KEYS);
  if (key === undefined) throw new Error(`${KEY_VARIABLE} names no key`);
  for (const file of files) {
    const feed = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      signedFeed(basename(file), staged === undefined ? feed : stagedFeed(feed, Number(staged)), key),
    );
  }
}
