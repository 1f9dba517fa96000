import type { FastifyRequest } from 'fastify';
import type { Socket } from 'socket.io';
import type { Clock } from '../../ports/clock.ts';
import { type Credential, OWNER_ID, type Shown, shownBy, shownInAuth } from '../../adapters/web/credential.ts';
import type { Held, HolderCheck } from '../../adapters/web/holder-check.ts';
import { type Circumstances, type Claim, judge, judgeAgain } from '../../adapters/web/judge.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import { roleIncludes, socketAuth } from '../../wire/index.ts';
import type { Devices } from './devices.ts';
import type { LiveGrants } from './live-grants.ts';
import { LONGEST_MS, type Sessions, sha256 } from './sessions.ts';

export interface IdentityDeps {
  readonly tokens: TokenCheck;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly grants: LiveGrants;
  readonly holders: HolderCheck;
  /** Real orders. */
  readonly isLive: () => boolean;
}

/** Who somebody is, by token or session: what `judge` says of it at this moment. */
export class Identity {
  private readonly deps: IdentityDeps;

  constructor(deps: IdentityDeps) {
    this.deps = deps;
  }

  /** Of a call; undefined: what it shows, if anything, is nobody's. */
  async ofRequest(request: FastifyRequest): Promise<Held | undefined> {
    const shown = shownBy(request.headers);
    if (shown === undefined) return undefined;
    const { holders } = this.deps;
    return this.held(await this.claimOf(shown), peerOf(request.raw.socket), (found) =>
      holders.ofCall(found, shown, request),
    );
  }

  /** Of a socket: a token in `auth` or in its headers, else document 001's session of a log-in. */
  async ofSocket(socket: Pick<Socket, 'handshake' | 'request'> & { readonly nsp: { readonly name: string } }) {
    const { headers, auth, address } = socket.handshake;
    const given = socketAuth.safeParse(auth);
    if (!given.success) return undefined;
    const { sessionID = '', userId = '' } = given.data;
    const token = shownInAuth(given.data) ?? shownBy(headers);
    const shown = token ?? { token: sessionID, isBound: false, proof: undefined };
    const claim =
      token === undefined ? sessionClaim(sessionID, userId, this.deps.clock.now()) : await this.claimOf(token);
    const { holders } = this.deps;
    return this.held(claim, peerOf(socket.request.socket, address), (found) => holders.ofSocket(found, shown, socket));
  }

  /** Who a token is for that we gave out just now. */
  async ofToken(token: string, address: string): Promise<Credential | undefined> {
    const claim = await this.claimOf({ token });
    return claim === undefined ? undefined : judge(claim, address, this.now());
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

  /** The owner's page: a token to act with, and one to look with. `parent`: who asked for the link. `jkt`: of its key. */
  async openOwnerPage(page: {
    readonly address: string;
    readonly parent: string | undefined;
    readonly jkt: string;
  }): Promise<{ token: string; readingToken: string; expiresMs: number; credential: Credential }> {
    const { sessions, tokens } = this.deps;
    const { key: sessionId } = await sessions.openPage(page);
    const who = { userId: OWNER_ID, sessionId, lifeMs: LONGEST_MS };
    const { token, expiresMs } = await tokens.sign(who);
    const { token: readingToken } = await tokens.sign({ ...who, mayAct: false });
    const credential = await this.ofToken(token, page.address);
    if (credential === undefined) throw new Error('a page that was opened just now is nobody');
    return { token, readingToken, expiresMs, credential };
  }

  /** What a token claims that may be shown here: the hub's own calls go to the symbol ports. */
  private async claimOf({ token }: Pick<Shown, 'token'>): Promise<Claim | undefined> {
    const claim = await this.deps.tokens.check(token);
    return claim?.kind === 'relay' ? undefined : claim;
  }

  private async held(
    claim: Claim | undefined,
    address: string,
    hold: (found: Credential) => Promise<Held>,
  ): Promise<Held | undefined> {
    const found = claim === undefined ? undefined : judge(claim, address, this.now());
    if (found === undefined) return undefined;
    const held = await hold(found);
    if (held.ok) this.noted(held.credential, address);
    return held;
  }

  private noted({ kind, sessionId }: Credential, address: string): void {
    if (sessionId === undefined) return;
    if (kind === 'device') this.deps.devices.seen(sessionId, address);
    else this.deps.sessions.seen(sessionId);
  }

  private now(): Circumstances {
    const { grants, clock, isLive } = this.deps;
    return { standing: grants.standing, nowMs: clock.now(), isLive: isLive() };
  }
}

/** Document 001: the session of a log-in; the user's id must be its own. */
function sessionClaim(sessionID: string, userId: string, issuedMs: number): Claim {
  return { kind: 'grant', id: sha256(sessionID), userId, mayAct: true, isShared: true, issuedMs };
}
