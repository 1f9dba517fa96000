import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { HttpFault } from './http-fault.ts';

/** scrypt with 128 MiB: about a quarter of a second of one core. OWASP's least for these parameters. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
export const LEAST_PASSWORD = 10;

/** Passwords that wait for their turn; more are refused. */
const MOST_WAITING = 16;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * One at a time: several at once would take every core and half a gigabyte, whoever asks for it. Throws HttpFault
 * `rate_limited` when too many wait.
 */
async function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  if (waiting >= MOST_WAITING)
    throw new HttpFault('rate_limited', 'Rate limit: too many passwords at once; wait 5 s', { retryAfterS: 5 });
  waiting += 1;
  const turn = last.then(() => scrypted(password, salt, options));
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    waiting -= 1;
  }
}

function scrypted(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** "scrypt$32768$8$1$salt$key". */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** A hash of today's cost that is nobody's: verified where there is no such user, so that the answer takes as long. */
export const NOBODYS_HASH = ['scrypt', COST.N, COST.r, COST.p, 'A'.repeat(22), 'A'.repeat(43)].join('$');

export interface Verified {
  readonly isRight: boolean;
  /** The right password's hash of today's cost, where the stored one is of a lower; to be kept in its place. */
  readonly renewed: string | undefined;
}

/** Never right for a hash that cannot be read. A hash of a lower cost takes no less time than one of today's. */
export async function verifyPassword(password: string, stored: string): Promise<Verified> {
  const wrong: Verified = { isRight: false, renewed: undefined };
  const [kind, n, r, p, salt, key] = stored.split('$');
  if (kind !== 'scrypt' || salt === undefined || key === undefined) return wrong;
  const expected = Buffer.from(key, 'base64url');
  const options = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  if (expected.length !== KEY_BYTES || !(options.N <= COST.N) || !(options.r <= 8) || !(options.p <= 4)) return wrong;
  const isRight = timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), options), expected);
  const isWeak = options.N * options.r * options.p < COST.N * COST.r * COST.p;
  const renewed = isWeak ? await hashPassword(password) : undefined;
  return isRight ? { isRight, renewed } : wrong;
}

/** Why a password is refused; undefined: it may be used. */
export function passwordFault(password: string, userName: string): string | undefined {
  if (password.length < LEAST_PASSWORD) return `a password has at least ${LEAST_PASSWORD} characters`;
  if (password.length > 1_000) return 'a password has at most 1,000 characters';
  if (password.toLowerCase().includes(userName.toLowerCase())) return 'the password contains the name';
  if (new Set(password).size < 4) return 'the password repeats few characters';
  return undefined;
}
