import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';

export const CODE_LIFE_MS = 120_000;
/** Codes that may be open at once. */
const MOST = 50;

/** Codes that are good once, for two minutes. Kept as hashes. */
export class OneTimeCodes<T> {
  private readonly clock: Clock;
  private readonly codes = new Map<string, { readonly value: T; readonly expiresMs: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  make(value: T): { readonly code: string; readonly expiresMs: number } {
    const code = randomBytes(24).toString('base64url');
    const expiresMs = this.clock.now() + CODE_LIFE_MS;
    this.put(code, value, expiresMs);
    return { code, expiresMs };
  }

  /** A code that a person types: 8 letters and digits that are not mistaken for each other. */
  makeShort(value: T): { readonly code: string; readonly expiresMs: number } {
    const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
    const code = [...randomBytes(8)].map((byte) => letters[byte % letters.length]).join('');
    const expiresMs = this.clock.now() + CODE_LIFE_MS;
    this.put(code, value, expiresMs);
    return { code, expiresMs };
  }

  /** The value of a code, the first time and in time; undefined otherwise. */
  redeem(code: string): T | undefined {
    const key = hash(code);
    const found = this.codes.get(key);
    this.codes.delete(key);
    return found === undefined || found.expiresMs <= this.clock.now() ? undefined : found.value;
  }

  private put(code: string, value: T, expiresMs: number): void {
    const now = this.clock.now();
    for (const [key, { expiresMs: ends }] of this.codes) if (ends <= now) this.codes.delete(key);
    const oldest = this.codes.keys().next().value;
    if (this.codes.size >= MOST && oldest !== undefined) this.codes.delete(oldest);
    this.codes.set(hash(code), { value, expiresMs });
  }
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
