import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { writePrivate } from '../../engine/host/secret-file.ts';

const file = z.strictObject({
  version: z.literal(1),
  /** Base64: of the keychain's cipher, or of the plain text. */
  secrets: z.record(z.string().max(80), z.strictObject({ sealed: z.boolean(), value: z.base64() })),
});
type SecretFile = z.infer<typeof file>;

export type Keychain = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/**
 * Secrets of this installation, sealed by the system's keychain. Where there is none (a bare Linux), they lie in the
 * same file, readable by its owner alone, and `notice` says so.
 */
export class Secrets {
  private readonly path: string;
  private readonly keychain: Keychain;
  private readonly platform: NodeJS.Platform;

  constructor(dataDir: string, keychain: Keychain, platform: NodeJS.Platform = process.platform) {
    this.path = join(dataDir, 'secrets.json');
    this.keychain = keychain;
    this.platform = platform;
  }

  get isSealed(): boolean {
    if (!this.keychain.isEncryptionAvailable()) return false;
    // "basic_text" is a fixed password known to everybody: no seal.
    return this.platform !== 'linux' || this.keychain.getSelectedStorageBackend() !== 'basic_text';
  }

  get notice(): string | undefined {
    return this.isSealed
      ? undefined
      : `There is no keychain here: secrets lie in ${this.path}, which only its owner can read.`;
  }

  /** @throws Error where the file is damaged, or was sealed by a keychain that is not there now */
  get(name: string): string | undefined {
    const kept = this.read().secrets[name];
    if (kept === undefined) return undefined;
    const bytes = Buffer.from(kept.value, 'base64');
    return kept.sealed ? this.keychain.decryptString(bytes) : bytes.toString('utf8');
  }

  set(name: string, secret: string): void {
    const sealed = this.isSealed;
    const bytes = sealed ? this.keychain.encryptString(secret) : Buffer.from(secret, 'utf8');
    const { secrets } = this.read();
    this.write({ version: 1, secrets: { ...secrets, [name]: { sealed, value: bytes.toString('base64') } } });
  }

  remove(name: string): void {
    const { [name]: _gone, ...secrets } = this.read().secrets;
    this.write({ version: 1, secrets });
  }

  private read(): SecretFile {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, secrets: {} };
      throw fault;
    }
    return file.parse(JSON.parse(text));
  }

  private write(content: SecretFile): void {
    writePrivate(this.path, `${JSON.stringify(content)}\n`);
  }
}
