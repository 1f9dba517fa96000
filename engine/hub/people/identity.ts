import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../ports/clock.ts';
import { bearerOf, type Credential, OWNER_ID } from '../../adapters/web/credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import { DEVICE_TOKEN, type Devices } from './devices.ts';
import type { Sessions } from './sessions.ts';

export const COOKIE = 'pitwall_session';
/** A page's token and its cookie at the longest; a page that is not used for `IDLE_MS` ends sooner. */
const PAGE_LIFE_MS = 30 * 86_400_000;
const IDLE_MS = 12 * 3_600_000;

/** Value of one cookie of a Cookie header. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

export interface IdentityDeps {
  readonly tokens: TokenCheck;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly devices: Devices;
  /** True while a device on another machine may only look: a live account whose owner did not allow more. */
  readonly remoteViewsOnly: () => boolean;
}

/** Who somebody is, by token, session or cookie. */
export class Identity {
  private readonly deps: IdentityDeps;
  /** Pages of the owner that logged out or were idle: their tokens live on, and are worth nothing. */
  private readonly endedPages = new Map<string, number>();
  /** When pages were used last; a hub that was restarted begins to count anew. */
  private readonly pagesSeen = new Map<string, number>();

  constructor(deps: IdentityDeps) {
    this.deps = deps;
  }

  /** Of a call: the bearer's token, else the cookie (reading only). */
  async ofRequest(request: Pick<FastifyRequest, 'headers' | 'raw'>): Promise<Credential | undefined> {
    const peer = peerOf(request.raw.socket);
    const bearer = bearerOf(request.headers.authorization);
    return bearer === undefined ? this.ofCookie(request.headers.cookie, peer) : this.ofToken(bearer, peer);
  }

  async ofToken(token: string, address: string): Promise<Credential | undefined> {
    const { devices, tokens, sessions } = this.deps;
    if (token.startsWith(DEVICE_TOKEN)) {
      const device = devices.byToken(token);
      if (device !== undefined) devices.seen(device.userId, address);
      return this.capped(device, address);
    }
    const credential = await tokens.check(token);
    if (credential === undefined || credential.kind === 'relay') return undefined;
    if (credential.kind === 'page') {
      if (credential.sessionId === undefined || this.endedPages.has(credential.sessionId)) return undefined;
      this.pageSeen(credential.sessionId);
      return this.capped(credential, address);
    }
    if (credential.kind !== 'user') return this.capped(credential, address);
    const key = credential.sessionId ?? '';
    const row = sessions.byKey(key);
    if (row === undefined || row.userId !== credential.userId) return undefined;
    sessions.seen(key);
    return this.capped({ ...sessions.credential(key, row), mayAct: credential.mayAct }, address);
  }

  /** Document 001: the session of a log-in. */
  ofSession(sessionID: string, userId: string, address: string): Credential | undefined {
    const found = this.deps.sessions.bySessionId(sessionID, userId);
    if (found === undefined) return undefined;
    this.deps.sessions.seen(found.key);
    return this.capped(this.deps.sessions.credential(found.key, found.row), address);
  }

  /** A cookie never acts, whatever is in it. */
  async ofCookie(header: string | undefined, address: string): Promise<Credential | undefined> {
    const cookie = cookieOf(header, COOKIE);
    const credential = cookie === undefined ? undefined : await this.ofToken(cookie, address);
    return credential === undefined ? undefined : { ...credential, mayAct: false };
  }

  /** The owner's page: a token for its sessionStorage, and the cookie. */
  async openOwnerPage(
    reply: FastifyReply,
    secure: boolean,
  ): Promise<{ token: string; expiresMs: number; credential: Credential }> {
    const sessionId = randomUUID();
    const who = {
      userId: OWNER_ID,
      userName: OWNER_ID,
      role: 'owner',
      device: 'cockpit',
      sessionId,
      lifeMs: PAGE_LIFE_MS,
    } as const;
    const { token, expiresMs } = await this.deps.tokens.sign(who);
    await this.giveCookie(reply, who, secure);
    const { lifeMs: _life, ...rest } = who;
    return { token, expiresMs, credential: { kind: 'page', ...rest, mayAct: true, expiresMs } };
  }

  /** A cookie for reading, of any session. */
  async giveCookie(
    reply: FastifyReply,
    who: {
      readonly userId: string;
      readonly userName: string;
      readonly role: Credential['role'];
      readonly device: string;
      readonly sessionId: string;
    },
    secure: boolean,
  ): Promise<void> {
    const { token } = await this.deps.tokens.sign({ ...who, lifeMs: PAGE_LIFE_MS, mayAct: false });
    const parts = [`${COOKIE}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${PAGE_LIFE_MS / 1_000}`];
    reply.header('Set-Cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
  }

  clearCookie(reply: FastifyReply): void {
    reply.header('Set-Cookie', `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
  }

  /** A page is in use (a call, or an open socket). */
  pageSeen(sessionId: string): void {
    this.pagesSeen.set(sessionId, this.deps.clock.now());
  }

  /** Ends pages that were idle for 12 hours. */
  sweepPages(): void {
    const now = this.deps.clock.now();
    for (const [sessionId, seenMs] of this.pagesSeen) if (now - seenMs > IDLE_MS) this.endPage(sessionId);
  }

  /** Ends an owner's page: its token and cookie are worth nothing from now on. */
  endPage(sessionId: string): void {
    const now = this.deps.clock.now();
    for (const [id, until] of this.endedPages) if (until < now) this.endedPages.delete(id);
    this.pagesSeen.delete(sessionId);
    this.endedPages.set(sessionId, now + PAGE_LIFE_MS);
  }

  private capped(credential: Credential | undefined, address: string): Credential | undefined {
    if (credential === undefined || isLoopback(address) || !this.deps.remoteViewsOnly()) return credential;
    return { ...credential, role: 'viewer' };
  }
}
