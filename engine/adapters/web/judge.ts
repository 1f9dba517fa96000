import { isLoopback } from '../../domain/loopback.ts';
import { roleIncludes } from '../../domain/role.ts';
import type { Grant, Grants } from '../../wire/link/grants.ts';
import { type Credential, OWNER } from './credential.ts';

/** What a caller proved: which grant it holds, not what that is worth. */
export type Claim =
  | { readonly kind: 'owner' }
  | {
      readonly kind: 'grant';
      readonly id: string;
      readonly userId: string;
      readonly mayAct: boolean;
      /** Signed with the secret that others know too: good for a user's log-in alone. */
      readonly isShared: boolean;
      readonly issuedMs: number;
    }
  | { readonly kind: 'device'; readonly token: string }
  /** The hub speaks for somebody who came to it from `peer`. `of`: the grant; undefined: the owner's token. */
  | { readonly kind: 'relay'; readonly of: string | undefined; readonly peer: string; readonly issuedMs: number };

/** What stands at this moment, ready to be looked up. */
export class Standing {
  readonly told: Grants;
  private readonly byId: ReadonlyMap<string, Grant>;
  private readonly byToken: ReadonlyMap<string, Grant>;

  constructor(told: Grants) {
    this.told = told;
    this.byId = new Map(told.grants.map((grant) => [grant.id, grant]));
    this.byToken = new Map(told.grants.flatMap((grant) => (grant.token === undefined ? [] : [[grant.token, grant]])));
  }

  /** The grant while it stands: not ended, and neither is the one that it came from. */
  find(id: string, nowMs: number): Grant | undefined {
    return standing(this.byId.get(id), this.byId, nowMs);
  }

  findDevice(token: string, nowMs: number): Grant | undefined {
    return standing(this.byToken.get(token), this.byId, nowMs);
  }
}

/** A page lives with the one that asked for its link, as long as that one could ask for it. */
function standing(grant: Grant | undefined, all: ReadonlyMap<string, Grant>, nowMs: number): Grant | undefined {
  const seen = new Set<Grant>();
  for (let each = grant; ;) {
    if (each === undefined || each.endsMs <= nowMs || seen.has(each)) return undefined;
    if (each !== grant && !roleIncludes(each.role, 'owner')) return undefined;
    if (each.parent === undefined) return grant;
    seen.add(each);
    each = all.get(each.parent);
  }
}

export interface Circumstances {
  readonly standing: Standing;
  readonly nowMs: number;
  /** Real orders: other machines only look, unless the owner allowed more. */
  readonly isLive: boolean;
}

/** Who somebody is at this moment, for every door; undefined: nobody. `address`: where the caller is. */
export function judge(claim: Claim, address: string, circumstances: Circumstances): Credential | undefined {
  const { standing: held, nowMs } = circumstances;
  switch (claim.kind) {
    case 'owner':
      return capped(OWNER, address, circumstances);
    case 'grant': {
      const found = held.find(claim.id, nowMs);
      if (found === undefined || found.userId !== claim.userId || found.kind === 'device') return undefined;
      if (claim.isShared && found.kind !== 'user') return undefined;
      return capped(credentialOf(found, claim.mayAct), address, circumstances);
    }
    case 'device': {
      const found = held.findDevice(claim.token, nowMs);
      return found === undefined ? undefined : capped(credentialOf(found, true), address, circumstances);
    }
    case 'relay': {
      const found = claim.of === undefined ? undefined : held.find(claim.of, nowMs);
      if (found === undefined && claim.of !== undefined) return undefined;
      const behind = found === undefined ? OWNER : credentialOf(found, true);
      const device = `${behind.device}@${claim.peer}`;
      // Whether he has the key, the hub has seen.
      return capped({ ...behind, kind: 'relay', device, jkt: undefined }, claim.peer, circumstances);
    }
  }
}

/** What somebody who was let in is worth now; undefined: nothing any more. `address` as at the admission. */
export function judgeAgain(before: Credential, address: string, circumstances: Circumstances): Credential | undefined {
  const { standing: held, nowMs } = circumstances;
  if (before.kind === 'local') return before;
  if (before.sessionId === undefined) return capped({ ...before, role: OWNER.role }, address, circumstances);
  const found = held.find(before.sessionId, nowMs);
  if (found === undefined || found.userId !== before.userId) return undefined;
  const { kind, device, mayAct } = before;
  return capped({ ...credentialOf(found, mayAct), kind, device }, address, circumstances);
}

function credentialOf(grant: Grant, mayAct: boolean): Credential {
  const { kind, userId, userName, role, device, id: sessionId, tradesUntilMs, ownsUntilMs, jkt } = grant;
  return { kind, userId, userName, role, device, mayAct, sessionId, tradesUntilMs, ownsUntilMs, jkt };
}

function capped(credential: Credential, address: string, { standing: held, isLive }: Circumstances): Credential {
  return isLoopback(address) || !isLive || held.told.remoteCommands ? credential : { ...credential, role: 'viewer' };
}
