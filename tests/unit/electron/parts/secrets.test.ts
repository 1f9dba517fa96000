import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Secrets, type Keychain } from '../../../../electron/parts/secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keychain(change: Partial<Keychain> = {}): Keychain {
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(text).reverse(),
    decryptString: (cipher) => Buffer.from(cipher).reverse().toString(),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    ...change,
  };
}

const text = (): string => readFileSync(join(folder, 'secrets.json'), 'utf8');

test('a keychain seals; nothing readable lies in the file', () => {
  const secrets = new Secrets(folder, keychain(), 'linux');
  secrets.set('broker', 'very-secret-key');
  expect(secrets.get('broker')).toBe('very-secret-key');
  expect(text()).not.toContain(Buffer.from('very-secret-key').toString('base64'));
  expect(secrets.notice).toBeUndefined();
  secrets.remove('broker');
  expect(secrets.get('broker')).toBeUndefined();
});

test.each([
  ['no keychain', keychain({ isEncryptionAvailable: () => false })],
  ["Linux's fixed password", keychain({ getSelectedStorageBackend: () => 'basic_text' })],
])('%s: the file is its owner’s alone, and that is told', (_case, chain) => {
  const secrets = new Secrets(folder, chain, 'linux');
  secrets.set('broker', 'key');
  expect(secrets.get('broker')).toBe('key');
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(secrets.notice).toContain('only its owner can read');
});
