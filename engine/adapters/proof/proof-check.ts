import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { ErrorCode } from '../../wire/index.ts';
import { type ProvenCall, readProof } from './proof.ts';

/** How long a nonce is good, milliseconds of this server's own clock: all the time in which a proof can be shown. */
export const NONCE_LIFE_MS = 30_000;
/** Proofs remembered at the most. Only holders of good tokens can fill it. */
const MOST_REMEMBERED = 20_000;
const STAMP_BYTES = 6;
const SIGN_BYTES = 16;

export type Proven =
  | { readonly ok: true; readonly jkt: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/**
 * Checks the proofs of one server process. Time is counted by nonces that the server itself gave out (RFC 9449,
 * 8), so that the clocks of page and server need not agree. Their key is made when the process starts and leaves it
 * never: a proof that somebody recorded elsewhere, or before a restart, is worth nothing here. A proof is good once.
 */
export class ProofCheck {
  private readonly clock: Clock;
  private readonly mostRemembered: number;
  private readonly key = randomBytes(32);
  private recent = new Set<string>();
  private older = new Set<string>();
  private turnedMs: number;
  /** Nonces that were given out before are not taken any more. */
  private floorMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, mostRemembered = MOST_REMEMBERED) {
    this.clock = clock;
    this.mostRemembered = mostRemembered;
    this.turnedMs = clock.monotonicMs();
  }

  /** For the caller's next proof. */
  nonce(): string {
    const stamp = Buffer.alloc(STAMP_BYTES);
    stamp.writeUIntBE(Math.floor(this.clock.monotonicMs()), 0, STAMP_BYTES);
    return Buffer.concat([stamp, this.signOf(stamp)]).toString('base64url');
  }

  /** Whose key a call is proved by. */
  async check(text: string | undefined, call: ProvenCall): Promise<Proven> {
    if (text === undefined) return refused('a proof of the key is needed with this token');
    const read = await readProof(text, call);
    if (!read.ok) return refused(`the proof does not hold: ${read.detail}`);
    const { jkt, jti, nonce } = read.proof;
    if (!this.isGood(nonce)) {
      return { ok: false, code: 'use_dpop_nonce', message: 'the proof needs the nonce that comes with this answer' };
    }
    if (!this.isFirst(`${jkt} ${jti}`)) return refused('the proof was shown before');
    return { ok: true, jkt };
  }

  private isGood(nonce: string | undefined): boolean {
    const bytes = Buffer.from(nonce ?? '', 'base64url');
    if (bytes.length !== STAMP_BYTES + SIGN_BYTES) return false;
    const stamp = bytes.subarray(0, STAMP_BYTES);
    if (!timingSafeEqual(this.signOf(stamp), bytes.subarray(STAMP_BYTES))) return false;
    const givenMs = stamp.readUIntBE(0, STAMP_BYTES);
    return givenMs >= this.floorMs && this.clock.monotonicMs() - givenMs <= NONCE_LIFE_MS;
  }

  /** True the first time; it is remembered for at least as long as any nonce lives. */
  private isFirst(id: string): boolean {
    const now = this.clock.monotonicMs();
    if (now - this.turnedMs > NONCE_LIFE_MS) {
      // Two turns late: what is in `recent` is older than any nonce as well.
      this.older = now - this.turnedMs > 2 * NONCE_LIFE_MS ? new Set() : this.recent;
      this.recent = new Set();
      this.turnedMs = now;
    }
    if (this.recent.has(id) || this.older.has(id)) return false;
    if (this.recent.size + this.older.size >= this.mostRemembered) {
      this.recent.clear();
      this.older.clear();
      this.floorMs = Math.floor(now) + 1;
    }
    this.recent.add(id);
    return true;
  }

  private signOf(stamp: Buffer): Buffer {
    return createHmac('sha256', this.key).update(stamp).digest().subarray(0, SIGN_BYTES);
  }
}

function refused(message: string): Proven {
  return { ok: false, code: 'invalid_dpop_proof', message: `Authentication required: ${message}` };
}
