import type { FastifyRequest } from 'fastify';
import { bearerOf, type Credential } from '../../adapters/web/credential.ts';
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

  async ofRequest(request: Pick<FastifyRequest, 'headers' | 'raw'>): Promise<Credential | undefined> {
    const token = bearerOf(request.headers.authorization);
    return token === undefined ? undefined : this.ofToken(token, peerOf(request.raw.socket));
  }

  async ofToken(token: string, address: string): Promise<Credential | undefined> {
    const claim = await this.deps.tokens.check(token);
    if (claim === undefined) return undefined;
    const found = judge(claim, address, this.now());
    if (found !== undefined || !this.isNews(claim)) return found;
    await this.news();
    return judge(claim, address, this.now());
  }

  /** What somebody who was let in before is now; undefined: nobody any more. */
  again(before: Credential, address: string): Credential | undefined {
    return judgeAgain(before, address, this.now());
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
