import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** 256 bits as text that needs no quoting anywhere. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Writes a file as a whole or not at all, readable by its owner alone. */
export function writePrivate(file: string, content: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}

/** The secret that a file holds; undefined when there is none of decent length. */
export function readSecret(file: string): string | undefined {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    return secret.length >= 32 ? secret : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The secret of a file, made at the first call. */
export function keepSecret(file: string): string {
  const found = readSecret(file);
  if (found !== undefined) {
    chmodSync(file, 0o600);
    return found;
  }
  const secret = randomSecret();
  writePrivate(file, `${secret}\n`);
  return secret;
}

/**
 * The secret of this start's links. A process that outlived its host knows the one that is there; without one, a new
 * secret shuts out whatever may still be around.
 */
export function linkSecret(file: string, keep: boolean): string {
  const found = keep ? readSecret(file) : undefined;
  if (found !== undefined) return found;
  const secret = randomSecret();
  writePrivate(file, `${secret}\n`);
  return secret;
}
