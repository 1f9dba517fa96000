import { z } from 'zod';
import { ROLES } from '../../domain/role.ts';
import { clientText, isoTime } from '../values.ts';

export const role = z.enum(ROLES);

/** What a person shows to prove to be a user: the password, and where TOTP is set up a code of it or a recovery code. */
export const proof = z.object({
  password: z.string().min(1).max(1_000),
  totp: z.string().max(10).optional(),
  recovery: clientText(40).optional(),
});
export type Proof = z.infer<typeof proof>;

/** Admitted. `serverTime` is wall time. */
export const connected = z.strictObject({
  socketId: z.string(),
  userId: z.string(),
  role,
  serverTime: isoTime,
  version: z.string(),
});
export type ConnectedMessage = z.infer<typeof connected>;

/** Document 003's greeting; another thing than a symbol server's status. */
export const connectionStatus = z.strictObject({ connected: z.literal(true), message: z.string(), timestamp: isoTime });

/** What a socket may bring in `auth`: a token, with a proof where it is bound to a key, or the session of a log-in. */
export const socketAuth = z.object({
  token: z.string().max(4_096).optional(),
  /** As the header `DPoP` of a call; its method is CONNECT, its address the server's with the namespace as path. */
  proof: z.string().max(4_096).optional(),
  sessionID: z.string().max(200).optional(),
  userId: clientText(100, 0).optional(),
  userName: clientText(100, 0).optional(),
});
export type SocketAuth = z.infer<typeof socketAuth>;

export const loginReply = z.strictObject({
  sessionID: z.string(),
  userId: z.string(),
  userName: z.string(),
  role,
  token: z.string(),
  refreshToken: z.string(),
  /** Seconds. */
  expiresIn: z.number().int(),
});
export type LoginReply = z.infer<typeof loginReply>;

/** The person behind a session has just been shown; `until`: how long its trading rights last by that, in wall time. */
export const renewed = z.strictObject({ success: z.boolean(), until: isoTime });
export type Renewed = z.infer<typeof renewed>;

/** A refresh keeps the session: its id is not told again. */
export const refreshReply = loginReply.omit({ sessionID: true });
export type RefreshReply = z.infer<typeof refreshReply>;
