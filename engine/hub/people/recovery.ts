import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { base32 } from '../../adapters/web/totp.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HubRows } from './hub-rows.ts';

const CODES = 10;
/** 80 bits, so that a plain hash of a code tells nothing. */
const CODE_BYTES = 10;

export const recoveryRow = z.object({
  /** When they were made. Wall time. */
  madeMs: z.number(),
  /** SHA-256 of those that were not used. */
  unused: z.array(z.string()),
});
export type RecoveryRow = z.infer<typeof recoveryRow>;

/** Codes for a log-in without the authenticator app, by user: shown once, each good once, held as hashes. */
export class Recovery {
  private readonly rows: HubRows<RecoveryRow>;
  private readonly clock: Clock;

  constructor(rows: HubRows<RecoveryRow>, clock: Clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /** What is there of a user's codes; undefined: none were made. */
  of(userId: string): { readonly madeMs: number; readonly left: number; readonly made: number } | undefined {
    const row = this.rows.get(userId);
    return row && { madeMs: row.madeMs, left: row.unused.length, made: CODES };
  }

  /** New ones in the place of those before. Resolves when they are kept. */
  async make(userId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: CODES }, () => grouped(base32(randomBytes(CODE_BYTES))));
    await this.rows.put(userId, { madeMs: this.clock.now(), unused: codes.map(hashOf) });
    return codes;
  }

  /**
   * Takes a code, which is used up from this moment on. Resolves with true when that is kept, with false for a code that
   * is none; rejects where it could not be kept.
   */
  async take(userId: string, code: string): Promise<boolean> {
    const row = this.rows.get(userId);
    const hash = hashOf(code);
    if (row === undefined || !row.unused.includes(hash)) return false;
    await this.rows.put(userId, { ...row, unused: row.unused.filter((each) => each !== hash) });
    return true;
  }

  async drop(userId: string): Promise<void> {
    if (this.rows.get(userId) !== undefined) await this.rows.remove(userId);
  }
}

/** "ABCD-EFGH-IJKL-MNOP". */
function grouped(code: string): string {
  return code.match(/.{4}/g)?.join('-') ?? code;
}

/** However it is typed: small letters, with or without dashes and blanks. */
function hashOf(code: string): string {
  return createHash('sha256').update(code.replaceAll(/[\s-]/g, '').toUpperCase()).digest('hex');
}
