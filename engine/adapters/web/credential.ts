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
  /** False for a cookie and for local reading: good for reading only. */
  readonly mayAct: boolean;
  /** The grant that it rests on; undefined for the owner's token. */
  readonly sessionId: string | undefined;
  /** Wall time until which a password carries rights beyond `flatten`; undefined: they rest on none. */
  readonly tradesUntilMs: number | undefined;
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
};

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(header: string | undefined): string | undefined {
  const match = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(header ?? '');
  return match?.[1];
}
