import type { IncomingHttpHeaders } from 'node:http';
import type { Role } from '../../domain/role.ts';

/**
 * By what: the owner's token of the file, a page that was opened by a one-time link, a user's log-in, a paired device, a
 * token that the hub signed for its own call to a symbol server, or nothing (this machine, reading).
 */
export type CredentialKind = 'owner' | 'page' | 'user' | 'device' | 'relay' | 'local';

/** Who a caller is, and what that is worth at this moment. */
export interface Credential {
  readonly kind: CredentialKind;
  readonly userId: string;
  readonly userName: string;
  readonly role: Role;
  /** Name of the device or way: "owner token", "cockpit", a device's name. */
  readonly device: string;
  /** False for a token that a page keeps for looking, and for local reading. */
  readonly mayAct: boolean;
  /** The grant that it rests on; undefined for the owner's token. */
  readonly sessionId: string | undefined;
  /** Wall time until which a password carries rights beyond `flatten`; undefined: they rest on none. */
  readonly tradesUntilMs: number | undefined;
  /** Wall time until which a password carries an owner's rights, where they rest on one. */
  readonly ownsUntilMs?: number | undefined;
  /** Thumbprint of the key that whoever shows it has to have; undefined: it is bound to none, as programs' are. */
  readonly jkt: string | undefined;
}

export const OWNER_ID = 'owner';
/** `sid` of tokens that the hub signs for its own calls to symbol servers; nobody may come to the hub with one. */
export const RELAY_SESSION = 'relay';

/** Who has the owner's token. */
export const OWNER: Credential = {
  kind: 'owner',
  userId: OWNER_ID,
  userName: OWNER_ID,
  role: 'owner',
  device: 'owner token',
  mayAct: true,
  sessionId: undefined,
  tradesUntilMs: undefined,
  jkt: undefined,
};

/** Somebody on this machine who showed nothing: may read where a loopback port is open for reading. */
export const LOCAL_READER: Credential = {
  kind: 'local',
  userId: 'local',
  userName: 'local reader',
  role: 'viewer',
  device: 'this machine',
  mayAct: false,
  sessionId: undefined,
  tradesUntilMs: undefined,
  jkt: undefined,
};

/** What a caller shows of itself. */
export interface Shown {
  readonly token: string;
  /** Shown as bound to a key: with the scheme `DPoP` (RFC 9449), or with a socket's `auth.proof`. */
  readonly isBound: boolean;
  readonly proof: string | undefined;
}

/** The token of an `Authorization` header, and the proof of a `DPoP` header. */
export function shownBy(headers: IncomingHttpHeaders): Shown | undefined {
  const [, scheme, token] = /^(Bearer|DPoP) +([\x21-\x7e]{1,4096})$/i.exec(headers.authorization ?? '') ?? [];
  if (scheme === undefined || token === undefined) return undefined;
  const { dpop } = headers;
  return { token, isBound: scheme.toLowerCase() === 'dpop', proof: typeof dpop === 'string' ? dpop : undefined };
}

/** What a socket brings in `auth`, else in its headers. */
export function shownInAuth(auth: { readonly token?: unknown; readonly proof?: unknown }): Shown | undefined {
  const { token, proof } = auth;
  if (typeof token !== 'string') return undefined;
  return { token, isBound: proof !== undefined, proof: typeof proof === 'string' ? proof : undefined };
}
