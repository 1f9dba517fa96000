import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText, count, isoTime, mode } from '../values.ts';
import { proof } from './session.ts';

/** What proves a user beside the password. */
export const factors = z.strictObject({
  totp: z.boolean(),
  /** Null: no recovery codes were made. */
  recovery: z.strictObject({ made: isoTime, left: count, of: count }).nullable(),
  /** Until then the password need not be typed again for what wants trading rights. */
  trustedUntil: isoTime,
});

export type Factors = z.infer<typeof factors>;

/** A door of this installation. */
const door = z.strictObject({
  /** "hub", or a strategy's id. */
  server: z.string(),
  url: z.string(),
  /** Other machines reach it. */
  isExposed: z.boolean(),
});

const exposure = z.strictObject({
  /** The setting. */
  listen: z.string(),
  isExposed: z.boolean(),
  doors: z.array(door),
  /** Null while nothing is exposed. */
  certificate: z
    .strictObject({
      /** SHA-256, as browsers show it. */
      fingerprint: z.string(),
      /** Pitwall made it: browsers do not know it. */
      selfMade: z.boolean(),
      expires: isoTime,
    })
    .nullable(),
  mode: mode.nullable(),
  /** A device on another machine may command also on PRACTICE and LIVE. */
  remoteCommands: z.boolean(),
  /** Origins beside this installation's own. */
  allowedOrigins: z.array(z.string()),
  /** Open sockets, from this machine and from others. */
  sockets: z.strictObject({ here: count, elsewhere: count }),
});
export type Exposure = z.infer<typeof exposure>;

/** Second factors, and who could come in. */
export const HUB_SECURITY_ROUTES = {
  factors: route('GET', '/api/auth/factors', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'What proves this user beside the password. Null: no user who logged in asks.',
    reply: factors.nullable(),
  }),
  makeRecovery: route('POST', '/api/auth/recovery', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: 'New recovery codes: told this once, each good once in the place of a TOTP code. Those before are void.',
    audit: { kind: 'people', what: 'recovery-codes' },
    body: proof,
    reply: z.strictObject({ codes: z.array(z.string()), made: isoTime }),
  }),
  endOthers: route('POST', '/api/devices/end-others', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'free',
    doc: "Ends one's own sessions but the one that asks; with `whose: all`, which wants the owner, everybody's. Paired devices stay.",
    audit: { kind: 'devices', what: 'end-others', about: ({ body }) => body.whose },
    body: z.object({ whose: z.enum(['own', 'all']).default('own') }),
    reply: z.strictObject({ ended: count }),
  }),
  passwordOnly: route('DELETE', '/api/users/:name/factors', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'For a user who lost them: no TOTP and no recovery codes any more; sessions end.',
    audit: { kind: 'people', what: 'password-only' },
    params: z.strictObject({ name: clientText(64) }),
    reply: z.strictObject({ success: z.boolean() }),
  }),
  exposure: route('GET', '/api/exposure', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Which addresses listen, with which certificate, and who is connected from where.',
    reply: exposure,
  }),
} as const satisfies RouteTable;
