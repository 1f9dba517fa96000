import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '../../ports/clock.ts';
import { type Credential, RELAY_SESSION } from './credential.ts';
import type { Claim } from './judge.ts';

const ISSUER = 'pitwall';
const LEAST_SECRET = 32;
/** A device's token is told from a signed one by its beginning. */
export const DEVICE_TOKEN = 'pwd_';
/** A log-in's token lives so long, also one that somebody else signed with the shared secret. */
export const SHARED_LIFE_MS = 15 * 60_000;
/** How far another machine's clock may be ahead. */
const SKEW_MS = 60_000;

/** Secrets that stand in published documents: whoever read them could sign. */
const KNOWN_SECRETS = ['your-secret-key', 'forex-jwt-secret-super-secure-2025', 'secret', 'changeme', 'jwt-secret'];

/** Why a configured JWT secret is refused; undefined: it is good enough. */
export function secretFault(secret: string): string | undefined {
  if (KNOWN_SECRETS.includes(secret)) return 'JWT_SECRET is a default from a published document: choose a random one';
  if (secret.length < LEAST_SECRET)
    return `JWT_SECRET is too short: expected at least ${LEAST_SECRET} characters, found ${secret.length}`;
  return undefined;
}

/**
 * Checks tokens: the owner's own (a file, 0600), and signed ones. The key follows from the owner's token, so that the
 * hub and every symbol server agree without asking each other, and a new owner's token ends all others. Where JWT_SECRET
 * is given, users' tokens are signed with it (as documents 002 and 004 have it) and it is tried as well; it vouches for
 * users' log-ins alone.
 */
export class TokenCheck {
  private readonly ownerHash: Buffer;
  private readonly ownKey: Uint8Array;
  private readonly macKey: Uint8Array;
  private readonly sharedKey: Uint8Array | undefined;
  private readonly clock: Clock;

  constructor(options: {
    readonly ownerToken: string;
    readonly jwtSecret?: string | undefined;
    readonly clock: Clock;
  }) {
    if (options.ownerToken.length < LEAST_SECRET) {
      throw new Error(`the owner's token is too short: expected at least ${LEAST_SECRET} characters`);
    }
    const fault = options.jwtSecret === undefined ? undefined : secretFault(options.jwtSecret);
    if (fault !== undefined) throw new Error(fault);
    this.ownerHash = sha256(options.ownerToken);
    this.ownKey = new Uint8Array(hkdfSync('sha256', options.ownerToken, '', 'pitwall token signing v1', 32));
    this.macKey = new Uint8Array(hkdfSync('sha256', options.ownerToken, '', 'pitwall refresh tokens v1', 32));
    this.sharedKey = options.jwtSecret === undefined ? undefined : new TextEncoder().encode(options.jwtSecret);
    this.clock = options.clock;
  }

  isOwnerToken(token: string): boolean {
    return timingSafeEqual(sha256(token), this.ownerHash);
  }

  /** What a token proves; undefined when it is not valid. Who that is, and what it may do, is for `judge` to say. */
  async check(token: string): Promise<Claim | undefined> {
    if (token.startsWith(DEVICE_TOKEN)) return { kind: 'device', token: deviceHash(token) };
    if (this.isOwnerToken(token)) return { kind: 'owner' };
    const own = await this.verify(token, this.ownKey);
    const payload = own ?? (await this.verify(token, this.sharedKey));
    if (payload?.sub === undefined || typeof payload['sid'] !== 'string') return undefined;
    const issuedMs = (payload.iat ?? 0) * 1_000;
    const lifeMs = (payload.exp ?? Number.POSITIVE_INFINITY) * 1_000 - issuedMs;
    if (own === undefined && (lifeMs > SHARED_LIFE_MS || issuedMs > this.clock.now() + SKEW_MS)) return undefined;
    if (payload['sid'] === RELAY_SESSION) {
      const { of, peer } = payload;
      if (own === undefined || typeof peer !== 'string' || (of !== undefined && typeof of !== 'string'))
        return undefined;
      return { kind: 'relay', of, peer, issuedMs };
    }
    return {
      kind: 'grant',
      id: payload['sid'],
      userId: payload.sub,
      mayAct: payload['act'] !== false,
      isShared: own === undefined,
      issuedMs,
    };
  }

  /** Proves that a text is ours: of refresh tokens, which nobody else has to read. */
  mac(text: string): string {
    return createHmac('sha256', this.macKey).update(text).digest('base64url');
  }

  private async verify(token: string, key: Uint8Array | undefined): Promise<JWTPayload | undefined> {
    if (key === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: ISSUER,
        algorithms: ['HS256'],
        currentDate: new Date(this.clock.now()),
        requiredClaims: ['sub', 'exp', 'iat', 'sid'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** A signed token. `mayAct: false`: good for looking only, wherever it is shown. */
  async sign(who: {
    readonly userId: string;
    readonly sessionId: string;
    readonly lifeMs: number;
    readonly mayAct?: boolean;
    /** Signed with the shared secret where there is one. */
    readonly shared?: boolean;
  }): Promise<{ readonly token: string; readonly expiresMs: number }> {
    return this.signed(who, { sid: who.sessionId, ...(who.mayAct === false ? { act: false } : {}) });
  }

  /** A token for a call of the hub's own to a symbol server, for somebody who came to it from `peer`. */
  async signRelay(who: Credential, peer: string, lifeMs: number): Promise<string> {
    const { userId, sessionId: of } = who;
    const claims = { sid: RELAY_SESSION, peer, ...(of === undefined ? {} : { of }) };
    return (await this.signed({ userId, lifeMs }, claims)).token;
  }

  private async signed(
    who: { readonly userId: string; readonly lifeMs: number; readonly shared?: boolean },
    claims: JWTPayload,
  ): Promise<{ readonly token: string; readonly expiresMs: number }> {
    const seconds = Math.floor(this.clock.now() / 1_000);
    const expires = seconds + Math.floor(who.lifeMs / 1_000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(who.userId)
      .setIssuedAt(seconds)
      .setExpirationTime(expires)
      .sign(who.shared === true ? (this.sharedKey ?? this.ownKey) : this.ownKey);
    return { token, expiresMs: expires * 1_000 };
  }
}

/** A device's token as it is kept. */
export function deviceHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
