import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../ports/clock.ts';
import { bearerOf, type Credential, OWNER_ID } from '../../adapters/web/credential.ts';
import { type Circumstances, judge, judgeAgain } from '../../adapters/web/judge.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import { roleIncludes } from '../../wire/index.ts';
import type { Devices } from './devices.ts';
import type { LiveGrants } from './live-grants.ts';
import { LONGEST_MS, type Sessions, sha256 } from './sessions.ts';

export const COOKIE = 'pitwall_session';

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
  readonly grants: LiveGrants;
  /** Real orders. */
  readonly isLive: () => boolean;
}

/** Who somebody is, by token, session or cookie: what `judge` says of it at this moment. */
export class Identity {
  private readonly deps: IdentityDeps;

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
    const claim = await this.deps.tokens.check(token);
    if (claim === undefined || claim.kind === 'relay') return undefined;
    return this.noted(judge(claim, address, this.now()), address);
  }

  /** Document 001: the session of a log-in; the user's id must be its own. */
  ofSession(sessionID: string, userId: string, address: string): Credential | undefined {
    const { now } = this.deps.clock;
    const claim = {
      kind: 'grant',
      id: sha256(sessionID),
      userId,
      mayAct: true,
      isShared: true,
      issuedMs: now(),
    } as const;
    return this.noted(judge(claim, address, this.now()), address);
  }

  /** A cookie never acts, whatever is in it. */
  async ofCookie(header: string | undefined, address: string): Promise<Credential | undefined> {
    const cookie = cookieOf(header, COOKIE);
    const credential = cookie === undefined ? undefined : await this.ofToken(cookie, address);
    return credential === undefined ? undefined : { ...credential, mayAct: false };
  }

  /** What somebody who was let in before is now; undefined: nobody any more. */
  again(before: Credential, address: string): Credential | undefined {
    return judgeAgain(before, address, this.now());
  }

  /** True while a grant stands that may open doors for others; undefined: the owner's token. */
  isOwner(grant: string | undefined): boolean {
    if (grant === undefined) return true;
    const { standing, nowMs } = this.now();
    const found = standing.find(grant, nowMs);
    return found !== undefined && roleIncludes(found.role, 'owner');
  }

  /** In use by an open socket: neither idle. */
  seen(credential: Credential, address: string): void {
    this.noted(credential, address);
  }

  /** The owner's page: a token for its sessionStorage, and the cookie. `parent`: who asked for the link. */
  async openOwnerPage(
    reply: FastifyReply,
    page: { readonly secure: boolean; readonly address: string; readonly parent: string | undefined },
  ): Promise<{ token: string; expiresMs: number; credential: Credential }> {
    const { key: sessionId } = await this.deps.sessions.openPage(page);
    const { token, expiresMs } = await this.deps.tokens.sign({ userId: OWNER_ID, sessionId, lifeMs: LONGEST_MS });
    await this.giveCookie(reply, { userId: OWNER_ID, sessionId }, page.secure);
    const credential = await this.ofToken(token, page.address);
    if (credential === undefined) throw new Error('a page that was opened just now is nobody');
    return { token, expiresMs, credential };
  }

  /** A cookie for reading, of any session. */
  async giveCookie(
    reply: FastifyReply,
    who: { readonly userId: string; readonly sessionId: string },
    secure: boolean,
  ): Promise<void> {
    const { token } = await this.deps.tokens.sign({ ...who, lifeMs: LONGEST_MS, mayAct: false });
    const parts = [`${COOKIE}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${LONGEST_MS / 1_000}`];
    reply.header('Set-Cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
  }

  clearCookie(reply: FastifyReply): void {
    reply.header('Set-Cookie', `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
  }

  private noted(credential: Credential | undefined, address: string): Credential | undefined {
    if (credential?.sessionId !== undefined) {
      if (credential.kind === 'device') this.deps.devices.seen(credential.sessionId, address);
      else this.deps.sessions.seen(credential.sessionId);
    }
    return credential;
  }

  private now(): Circumstances {
    const { grants, clock, isLive } = this.deps;
    return { standing: grants.standing, nowMs: clock.now(), isLive: isLive() };
  }
}
