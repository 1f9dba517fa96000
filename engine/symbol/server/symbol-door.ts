import type { FastifyRequest } from 'fastify';
import type { Socket } from 'socket.io';
import { type Credential, type Shown, shownBy, shownInAuth } from '../../adapters/web/credential.ts';
import type { Held, HolderCheck } from '../../adapters/web/holder-check.ts';
import { type Circumstances, type Claim, judge, judgeAgain, Standing } from '../../adapters/web/judge.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Grants, NO_GRANTS } from '../../wire/link/grants.ts';

/** A token that is newer than what was told last waits so long to be told of. */
const NEWS_MS = 1_000;
/** `iat` of a token has whole seconds. */
const SECOND_MS = 1_000;

export interface SymbolDoorDeps {
  readonly tokens: TokenCheck;
  readonly holders: HolderCheck;
  readonly clock: Clock;
  /** Real orders. */
  readonly isLive: () => boolean;
}

/**
 * Who somebody is at a symbol port. The hub tells who may do what, over the desk; while it is dead what it told last
 * holds, each grant until its own end.
 */
export class SymbolDoor {
  private readonly deps: SymbolDoorDeps;
  private standing = new Standing(NO_GRANTS);
  private waiting: (() => void)[] = [];

  constructor(deps: SymbolDoorDeps) {
    this.deps = deps;
  }

  take(grants: Grants): void {
    this.standing = new Standing(grants);
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Of a call; undefined: what it shows, if anything, is nobody's. */
  async ofRequest(request: FastifyRequest): Promise<Held | undefined> {
    const shown = shownBy(request.headers);
    const found = await this.find(shown, peerOf(request.raw.socket));
    return shown && found && this.deps.holders.ofCall(found, shown, request);
  }

  async ofSocket(
    socket: Pick<Socket, 'handshake' | 'request'> & { readonly nsp: { readonly name: string } },
  ): Promise<Held | undefined> {
    const { auth, headers, address } = socket.handshake;
    const shown = shownInAuth(auth) ?? shownBy(headers);
    const found = await this.find(shown, peerOf(socket.request.socket, address));
    return shown && found && this.deps.holders.ofSocket(found, shown, socket);
  }

  /** What somebody who was let in before is now; undefined: nobody any more. */
  again(before: Credential, address: string): Credential | undefined {
    return judgeAgain(before, address, this.now());
  }

  private async find(shown: Shown | undefined, address: string): Promise<Credential | undefined> {
    const claim = shown === undefined ? undefined : await this.deps.tokens.check(shown.token);
    if (claim === undefined) return undefined;
    const found = judge(claim, address, this.now());
    if (found !== undefined || !this.isNews(claim)) return found;
    await this.news();
    return judge(claim, address, this.now());
  }

  /** A session may be younger than what was told: its token was signed after it. */
  private isNews(claim: Claim): boolean {
    const { madeMs } = this.standing.told;
    return (claim.kind === 'grant' || claim.kind === 'relay') && claim.issuedMs + SECOND_MS > madeMs;
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.deps.clock.after(NEWS_MS, resolve);
      this.waiting.push(() => {
        cancel();
        resolve();
      });
    });
  }

  private now(): Circumstances {
    const { clock, isLive } = this.deps;
    return { standing: this.standing, nowMs: clock.now(), isLive: isLive() };
  }
}
