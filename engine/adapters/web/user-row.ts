import { z } from 'zod';
import { ROLES } from '../../domain/role.ts';

/** Table of the hub's own rows that holds people; the key is the name in lower case. */
export const USERS_TABLE = 'users';
/** Table of their recovery codes; the key is the `userId`. */
export const RECOVERY_TABLE = 'recovery';
/** Table of their passkeys; rows carry the `userId`. */
export const PASSKEYS_TABLE = 'passkeys';
/** Table of their log-ins; rows carry the `userId`. */
export const SESSIONS_OF_USERS = 'sessions';

/** A person as the file holds one: no password, only its hash. */
export const userRow = z.object({
  userId: z.string(),
  userName: z.string(),
  role: z.enum(ROLES),
  password: z.string(),
  createdMs: z.number(),
  /** True when a TOTP code is needed; its seed lies with the secrets. */
  totp: z.boolean().default(false),
  /** Counts changes of role, password and TOTP: who was checked against an older one was checked against another user. */
  version: z.int().default(0),
  /** The TOTP step of the last code that was taken; none up to it is taken again. */
  usedStep: z.int().default(0),
  /** Failed log-ins since the last good one. Wall time. */
  failed: z.object({ failures: z.int(), lockedUntilMs: z.number(), lastMs: z.number() }).optional(),
});
export type UserRow = z.infer<typeof userRow>;

export const USER_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/;

export function userKey(userName: string): string {
  return userName.trim().toLowerCase();
}

/** Why a name is refused; undefined: it may be used. */
export function userNameFault(userName: string): string | undefined {
  if (!USER_NAME.test(userName)) return 'a name has 1 to 64 letters, digits, spaces or . _ @ -';
  if (['owner', 'local'].includes(userKey(userName))) return `"${userName}" is the program's own name`;
  return undefined;
}
