import { z } from 'zod';
import { DESK_REFUSALS } from '../domain/reasons.ts';
import { codesOf } from './values.ts';

/** Codes of refusals, the same over HTTP and sockets. No other is sent. */
export const ERROR_CODES = {
  ...DESK_REFUSALS,
  bad_request: 'the call or message is malformed',
  unauthorized: 'a credential is missing or not valid',
  invalid_dpop_proof: 'the proof of the key that the credential is bound to is missing or not valid',
  use_dpop_nonce: 'the proof needs the nonce that comes with this answer',
  reauthenticate: 'the password is needed again',
  forbidden: 'the credential does not allow this',
  bad_host: 'the Host header names no address of this installation',
  bad_origin: 'the Origin is not one of this installation',
  not_found: 'there is no such thing',
  unknown_name: 'a name of the list is not known',
  unknown_event: 'there is no such event',
  conflict: 'the present state does not allow it',
  rate_limited: 'too many of these; wait',
  too_many_connections: 'too many sockets, in all or of one user',
  too_many_symbols: 'too many symbols on one socket',
  too_large: 'the message is too large',
  not_ready: 'no picture of the account yet',
  starting: 'the desk does not take commands yet',
  desk_away: 'the desk is not reachable',
  internal: 'an error of this server',
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

export const errorCode = codesOf(ERROR_CODES);

/** HTTP status of an answer with the code. */
export const ERROR_STATUS: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  bad_speed: 400,
  unknown_name: 400,
  unauthorized: 401,
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  reauthenticate: 401,
  forbidden: 403,
  bad_host: 403,
  bad_origin: 403,
  not_found: 404,
  unknown_event: 404,
  unknown_scope: 404,
  unknown_order: 404,
  unknown_difference: 404,
  unknown_flatten: 404,
  conflict: 409,
  id_used: 409,
  halted: 409,
  ended: 409,
  file_locked: 409,
  too_large: 413,
  rate_limited: 429,
  too_many_connections: 429,
  too_many_symbols: 429,
  internal: 500,
  failed: 500,
  not_ready: 503,
  starting: 503,
  desk_away: 503,
};

/** A refusal as a socket tells it in `error`. */
export const socketError = z.strictObject({ code: errorCode, message: z.string() });
export type SocketErrorMessage = z.infer<typeof socketError>;

/** Body of every HTTP answer that is not a success. */
export const httpError = z.strictObject({
  error: z.strictObject({ ...socketError.shape, details: z.record(z.string(), z.unknown()).optional() }),
});
export type HttpError = z.infer<typeof httpError>;

/** What a socket that is not let in finds in its `connect_error`, beside the message. `nonce`: for the next proof. */
export const connectErrorData = z.strictObject({ code: errorCode, nonce: z.string().optional() });
export type ConnectErrorData = z.infer<typeof connectErrorData>;
