import { z } from 'zod';

/** Codes of refusals, the same over HTTP and sockets. */
export const ERROR_CODES = {
  bad_request: 'the call or message is malformed',
  unauthorized: 'a credential is missing or not valid',
  reauthenticate: 'the password is needed again',
  forbidden: 'the credential does not allow this',
  bad_host: 'the Host header names no address of this installation',
  bad_origin: 'the Origin is not one of this installation',
  not_found: 'there is no such thing',
  unknown_name: 'a name of the list is not known',
  unknown_event: 'there is no such event',
  conflict: 'the present state does not allow it',
  halted: 'halted until the time given',
  rate_limited: 'too many of these; wait',
  too_many_symbols: 'too many symbols on one socket',
  too_large: 'the message is too large',
  not_ready: 'no picture of the account yet',
  starting: 'the desk does not take commands yet',
  desk_away: 'the desk is not reachable',
  refused: 'the desk refused it',
  internal: 'an error of this server',
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

export const errorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** Body of every HTTP answer that is not a success. */
export const httpError = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type HttpError = z.infer<typeof httpError>;

/** Payload of a socket's `error`. */
export const socketError = z.strictObject({ code: z.string(), message: z.string() });
export type SocketErrorMessage = z.infer<typeof socketError>;
