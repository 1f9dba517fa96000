import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KEY_VARIABLE, newKey, publicHalf, signedFeed, signingKey } from '../../../build/dist-sign.ts';

let scratch: string;
let project: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-sign-'));
  project = join(scratch, 'project');
  mkdirSync(join(project, 'build'), { recursive: true });
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test('a new key lies outside the project, for its owner alone, and replaces none', () => {
  expect(() => newKey(join(project, 'build/key.pem'), project)).toThrow('lies within the project');
  const file = join(scratch, 'key.pem');
  const half = newKey(file, project);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(() => newKey(file, project)).toThrow('EEXIST');
  const key = signingKey({ [KEY_VARIABLE]: file }, [half]);
  expect(key === undefined ? undefined : publicHalf(key)).toBe(half);
  const read = createPublicKey({ key: Buffer.from(half, 'base64'), format: 'der', type: 'spki' });
  expect(read.asymmetricKeyType).toBe('ed25519');
});

test('a key that no program trusts, or of another kind, signs nothing; without one there is none', () => {
  const file = join(scratch, 'key.pem');
  newKey(file, project);
  expect(() => signingKey({ [KEY_VARIABLE]: file }, [])).toThrow('not in UPDATE_KEYS');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(scratch, 'ec.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(() => signingKey({ [KEY_VARIABLE]: join(scratch, 'ec.pem') }, [])).toThrow('no Ed25519 key');
  expect(signingKey({}, [])).toBeUndefined();
  expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY');
});

test('signing again replaces the signature; a file that is no feed is not signed', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const once = signedFeed('latest.yml', "version: 0.2.0\nreleaseDate: '2026-11-20T12:00:00.000Z'\n", privateKey);
  expect(once).toContain('system: win32\n');
  expect(signedFeed('latest.yml', once, privateKey)).toBe(once);
  expect(() => signedFeed('notes.yml', once, privateKey)).toThrow('is no feed');
});
