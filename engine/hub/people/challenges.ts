import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import { CODE_LIFE_MS } from './one-time-codes.ts';

const TIME_BYTES = 6;
const NONCE_BYTES = 16;
const MAC_BYTES = 32;
/** Challenges that a user may have used within their life. */
const MOST_USED = 50;

/**
 * What passkeys sign: good once, for two minutes, for the purpose that it was made for. Nothing is kept of one that was
 * given out, so that whoever asks for them in masses pushes nobody's out; those that were used are kept until their end.
 * The key is of this start alone.
 */
export class Challenges {
  private readonly clock: Clock;
  private readonly key = randomBytes(32);
  private readonly used = new Map<string, Map<string, number>>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** As base64url. @param purpose for what and by whom it is to be answered, in words that say all of it */
  make(purpose: string): string {
    const head = Buffer.alloc(TIME_BYTES + NONCE_BYTES);
    head.writeUIntBE(this.clock.now() + CODE_LIFE_MS, 0, TIME_BYTES);
    randomBytes(NONCE_BYTES).copy(head, TIME_BYTES);
    return Buffer.concat([head, this.macOf(head, purpose)]).toString('base64url');
  }

  /** True of one that was made for this purpose and is not too old. @param challenge as base64url */
  isGood(challenge: string, purpose: string): boolean {
    const given = Buffer.from(challenge, 'base64url');
    if (given.length !== TIME_BYTES + NONCE_BYTES + MAC_BYTES) return false;
    const head = given.subarray(0, TIME_BYTES + NONCE_BYTES);
    const isOurs = timingSafeEqual(given.subarray(TIME_BYTES + NONCE_BYTES), this.macOf(head, purpose));
    return isOurs && head.readUIntBE(0, TIME_BYTES) > this.clock.now();
  }

  /**
   * Uses one up that was found good, for a user who has just been proven. False: it was used before, or this user has
   * used so many that no more are remembered.
   */
  use(challenge: string, userId: string): boolean {
    const now = this.clock.now();
    const used = this.used.get(userId) ?? new Map<string, number>();
    for (const [each, endsMs] of used) if (endsMs <= now) used.delete(each);
    const bytes = Buffer.from(challenge, 'base64url');
    const name = bytes.toString('base64url');
    if (used.has(name) || used.size >= MOST_USED) return false;
    used.set(name, bytes.readUIntBE(0, TIME_BYTES));
    this.used.set(userId, used);
    return true;
  }

  private macOf(head: Buffer, purpose: string): Buffer {
    return createHmac('sha256', this.key).update(head).update(purpose).digest();
  }
}
