import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText, isoTime } from '../values.ts';
import { loginReply, proof, refreshReply, renewed, role } from './session.ts';

/** The fragment of a one-time link: `http://127.0.0.1:3000/#open=<code>`. The page redeems it and forgets it. */
export const OPEN_FRAGMENT = 'open';
/** The hub's page for those who have a name and a password. */
export const LOGIN_PATH = '/login';

const identity = z.strictObject({ userId: z.string(), userName: z.string(), role, device: z.string() });

/** Getting in. Codes are used once and live two minutes; no long-lived secret ever stands in a URL. */
export const HUB_AUTH_ROUTES = {
  link: route('POST', '/api/auth/link', {
    from: ['pitwall'],
    access: 'owner',
    doc:
      'A one-time link that opens the cockpit as the owner; good for two minutes, once. `page` (over the private socket ' +
      'alone): also a file for a browser on this machine that leads to it; `snap`: the snap that is going to read it.',
    audit: { kind: 'people' },
    body: z
      .object({
        strategy: clientText(40, 0).optional(),
        page: z
          .strictObject({
            snap: z
              .string()
              .regex(/^[a-z0-9-]{1,40}$/)
              .optional(),
          })
          .optional(),
      })
      .nullish(),
    reply: z.strictObject({ url: z.string(), expires: isoTime, page: z.string().optional() }),
  }),
  redeem: route('POST', '/api/auth/redeem', {
    from: ['pitwall'],
    access: 'open',
    limit: 'login',
    doc: "Gives the page's tokens for a one-time code, once: one to act, one that only reads. Both are bound to the key of the proof that the call carries.",
    audit: { what: 'open-page' },
    body: z.object({ code: z.string().min(1).max(200) }),
    reply: z.strictObject({ token: z.string(), readingToken: z.string(), expires: isoTime, ...identity.shape }),
  }),
  login: route('POST', '/api/auth/login', {
    from: ['001', '002', '004'],
    access: 'open',
    limit: 'login',
    doc: "A user's log-in.",
    audit: { what: 'log-in', about: ({ body }) => body.userName },
    body: proof.extend({ userName: clientText(100) }),
    reply: loginReply,
  }),
  refresh: route('POST', '/api/auth/refresh', {
    from: ['002', '004'],
    access: 'open',
    limit: 'login',
    doc: 'A new token for a refresh token, which rotates.',
    body: z.object({ refreshToken: z.string().min(1).max(4_096) }),
    reply: refreshReply,
  }),
  logout: route('POST', '/api/auth/logout', {
    from: ['001'],
    access: 'viewer',
    limit: 'free',
    doc: 'Ends the session; its sockets are closed.',
    audit: { kind: 'session', what: 'log-out' },
    reply: z.strictObject({ success: z.boolean() }),
  }),
  reauthenticate: route('POST', '/api/auth/reauthenticate', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: "The password again: trading rights of a log-in rest on one typed within the hour, an owner's rights on one of the last ten minutes. `userName`: of a device or page, which owner types theirs.",
    audit: { kind: 'session', about: ({ body }) => body.userName ?? '' },
    body: proof.extend({ userName: clientText(100).optional() }),
    reply: renewed,
  }),
  password: route('POST', '/api/auth/password', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: "Changes one's own password; other sessions end.",
    audit: { kind: 'people', what: 'change-password' },
    body: proof.extend({ newPassword: z.string().min(1).max(1_000) }),
    reply: z.strictObject({ success: z.boolean() }),
  }),
  totpBegin: route('POST', '/api/auth/totp', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: 'Begins TOTP: a seed and its QR picture (SVG). It counts when a code was confirmed.',
    audit: { kind: 'people', what: 'totp-begin' },
    body: proof,
    reply: z.strictObject({ secret: z.string(), uri: z.string(), qr: z.string() }),
  }),
  totpConfirm: route('POST', '/api/auth/totp/confirm', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: 'Ends the beginning of TOTP with a code.',
    audit: { kind: 'people', what: 'totp-on' },
    body: z.object({ code: z.string().min(6).max(10) }),
    reply: z.strictObject({ success: z.boolean() }),
  }),
  totpEnd: route('POST', '/api/auth/totp/end', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'login',
    doc: 'No more TOTP.',
    audit: { kind: 'people', what: 'totp-off' },
    body: proof,
    reply: z.strictObject({ success: z.boolean() }),
  }),
  me: route('GET', '/api/auth/me', {
    from: ['001'],
    access: 'viewer',
    doc: "Who asks, and by what: the owner's token, a page, a log-in or a paired device.",
    reply: identity.extend({ kind: z.enum(['owner', 'page', 'user', 'device']) }),
  }),
} as const satisfies RouteTable;
