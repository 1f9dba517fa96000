import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '../../ports/clock.ts';
import type { Credential } from './credential.ts';
import { OWNER_ID, RELAY_SESSION } from './credential.ts';

const ISSUER = 'pitwall';
const LEAST_SECRET = 32;

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
 * is given, users' tokens are signed with it (as documents 002 and 004 have it) and it is tried as well.
 */
export class TokenCheck {
  private readonly ownerHash: Buffer;
  private readonly ownKey: Uint8Array;
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
    this.sharedKey = options.jwtSecret === undefined ? undefined : new TextEncoder().encode(options.jwtSecret);
    this.clock = options.clock;
  }

  isOwnerToken(token: string): boolean {
    return timingSafeEqual(sha256(token), this.ownerHash);
  }

  /** Who a token is; undefined when it is not valid. */
  async check(token: string): Promise<Credential | undefined> {
    if (this.isOwnerToken(token)) {
      return {
        kind: 'owner',
        userId: OWNER_ID,
        userName: OWNER_ID,
        role: 'owner',
        device: 'owner token',
        mayAct: true,
        sessionId: undefined,
        expiresMs: undefined,
      };
    }
    const payload = (await this.verify(token, this.ownKey)) ?? (await this.verify(token, this.sharedKey));
    if (payload === undefined) return undefined;
    const role = roleClaim(payload['role']);
    if (role === undefined || typeof payload.sub !== 'string' || typeof payload['sid'] !== 'string') return undefined;
    return {
      kind: payload['sid'] === RELAY_SESSION ? 'relay' : payload.sub === OWNER_ID ? 'page' : 'user',
      userId: payload.sub,
      userName: typeof payload['name'] === 'string' ? payload['name'] : payload.sub,
      role,
      device: typeof payload['device'] === 'string' ? payload['device'] : 'token',
      mayAct: payload['act'] !== false,
      sessionId: payload['sid'],
      expiresMs: (payload.exp ?? 0) * 1_000,
    };
  }

  private async verify(token: string, key: Uint8Array | undefined): Promise<JWTPayload | undefined> {
    if (key === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: ISSUER,
        algorithms: ['HS256'],
        currentDate: new Date(this.clock.now()),
        requiredClaims: ['sub', 'exp', 'role', 'sid'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** A signed token. `mayAct: false` gives a cookie's: reading only, wherever it is shown. */
  async sign(who: {
    readonly userId: string;
    readonly userName: string;
    readonly role: Credential['role'];
    readonly device: string;
    readonly sessionId: string;
    readonly lifeMs: number;
    readonly mayAct?: boolean;
    /** Signed with the shared secret where there is one. */
    readonly shared?: boolean;
  }): Promise<{ readonly token: string; readonly expiresMs: number }> {
    const seconds = Math.floor(this.clock.now() / 1_000);
    const expires = seconds + Math.floor(who.lifeMs / 1_000);
    const token = await new SignJWT({
      role: who.role,
      name: who.userName,
      device: who.device,
      sid: who.sessionId,
      ...(who.mayAct === false ? { act: false } : {}),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(who.userId)
      .setIssuedAt(seconds)
      .setExpirationTime(expires)
      .sign(who.shared === true ? (this.sharedKey ?? this.ownKey) : this.ownKey);
    return { token, expiresMs: expires * 1_000 };
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function roleClaim(value: unknown): Credential['role'] | undefined {
  return value === 'viewer' || value === 'flatten' || value === 'trader' || value === 'owner' ? value : undefined;
}
