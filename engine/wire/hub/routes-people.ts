import { z } from 'zod';
import { AUDIT_KINDS } from '../../domain/audit.ts';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText, codesOf, count, isoTime } from '../values.ts';
import { role } from './session.ts';

/** The fragment of a pairing link: `http://127.0.0.1:3000/#pair=<code>`. */
export const PAIR_FRAGMENT = 'pair';
/** Beside it: SHA-256 of the certificate that the device must be shown, as hex. */
export const FINGERPRINT_FRAGMENT = 'sha256';

const userName = clientText(64);
const password = z.string().min(1).max(1_000);
const userEntry = z.strictObject({
  userId: z.string(),
  userName: z.string(),
  role,
  created: isoTime,
  totp: z.boolean(),
  passkeys: count,
});
const byName = z.strictObject({ name: userName });
const success = z.strictObject({ success: z.boolean() });

/** What a change of a user says, without the password itself. */
function changed({
  role: to,
  password: given,
}: {
  readonly role?: string | undefined;
  readonly password?: string | undefined;
}): string[] {
  return [...(to === undefined ? [] : [`role ${to}`]), ...(given === undefined ? [] : ['password'])];
}

export const deviceEntry = z.strictObject({
  id: z.string(),
  /** A paired device, a log-in, or the owner's open page. */
  kind: z.enum(['device', 'session', 'page']),
  name: z.string(),
  userName: z.string(),
  role,
  address: z.string(),
  /** What the program calls itself. */
  browser: z.string(),
  /** Paired, and not confirmed by the owner yet: it can do nothing but wait. */
  pending: z.boolean(),
  created: isoTime,
  lastSeen: isoTime,
  expires: isoTime.nullable(),
  /** The one that asks. */
  isThis: z.boolean(),
  /** Sockets that are open now. */
  sockets: z.number().int(),
});
export type DeviceEntry = z.infer<typeof deviceEntry>;

const auditKind = codesOf(AUDIT_KINDS);

/** An act at a door, or what came of the same within a minute after it. */
export const auditEntry = z.strictObject({
  /** Rises; the place of a row in the log. */
  id: z.int(),
  /** Wall time of the first and of the last of `count`. */
  time: isoTime,
  until: isoTime,
  count: z.int(),
  /** Which process noted it: "hub", a strategy's id, "user" or "data" (commands of the project). */
  door: z.string(),
  kind: auditKind,
  /** "flatten", "add-user", "connect". */
  what: z.string(),
  /** Who was proven to ask; empty: nobody known. */
  actor: z.string(),
  /** A device's name, "cockpit", or what an unknown program calls itself. */
  device: z.string(),
  /** Where from; empty: a command of the project on this machine. */
  address: z.string(),
  /** What or whom it was about; of a refused log-in the name that was given. */
  scope: z.string(),
  cause: z.string(),
  /** "ok", or the code of the refusal. */
  result: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Oldest first. `older`: what to give as `before` for the page before this one; null: there is none. */
export const auditPage = z.strictObject({ rows: z.array(auditEntry), older: z.int().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
export const DEFAULT_AUDIT_PAGE = 200;

/** People and devices. */
export const HUB_PEOPLE_ROUTES = {
  users: route('GET', '/api/users', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'The users.',
    reply: z.array(userEntry),
  }),
  addUser: route('POST', '/api/users', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Adds a user.',
    audit: { kind: 'people', about: ({ body }) => `${body.userName} (${body.role})` },
    body: z.object({ userName, role, password }),
    reply: userEntry,
  }),
  changeUser: route('PUT', '/api/users/:name', {
    from: ['pitwall'],
    access: 'owner',
    doc: "Another role or password; the user's sessions end.",
    audit: { kind: 'people', about: ({ params, body }) => [params.name, ...changed(body)].join(', ') },
    params: byName,
    body: z.object({ role: role.optional(), password: password.optional() }),
    reply: userEntry,
  }),
  removeUser: route('DELETE', '/api/users/:name', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Removes a user; sessions and sockets end.',
    audit: { kind: 'people' },
    params: byName,
    reply: success,
  }),
  startPairing: route('POST', '/api/devices/pairing', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'A pairing code and its QR picture (SVG), once, for two minutes. `days`: how long the grant lasts.',
    audit: { kind: 'devices', about: ({ body }) => `${body.name} (${body.role})` },
    body: z.object({ name: clientText(60), role, days: z.number().int().min(1).max(365).default(30) }),
    reply: z.strictObject({
      code: z.string(),
      url: z.string(),
      qr: z.string(),
      /** SHA-256 of the certificate that the device must be shown, "AA:BB:…"; null: no other machine can come. */
      fingerprint: z.string().nullable(),
      expires: isoTime,
    }),
  }),
  pair: route('POST', '/api/pair', {
    from: ['pitwall'],
    access: 'open',
    limit: 'login',
    doc: 'Gives a device its token for a pairing code. It is worth nothing until the owner has confirmed the device.',
    audit: { kind: 'devices' },
    body: z.object({ code: z.string().min(1).max(100) }),
    reply: z.strictObject({ token: z.string(), deviceId: z.string(), name: z.string(), role, expires: isoTime }),
  }),
  pairing: route('GET', '/api/pair', {
    from: ['pitwall'],
    access: 'open',
    doc: "Whether the device of the bearer's token is still waiting for the owner. 401: it is not paired, or was not confirmed within ten minutes.",
    reply: z.strictObject({ state: z.enum(['waiting', 'confirmed']), name: z.string(), role }),
  }),
  confirmDevice: route('POST', '/api/devices/:id/confirm', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'The owner has compared name, address and browser of a device that waits: it may act from now on.',
    audit: { kind: 'devices' },
    params: z.strictObject({ id: clientText(100) }),
    reply: success,
  }),
  devices: route('GET', '/api/devices', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "Devices, log-ins and the owner's pages; the owner sees all, others their own.",
    reply: z.array(deviceEntry),
  }),
  revokeDevice: route('DELETE', '/api/devices/:id', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'free',
    doc: 'Ends a grant, log-in or page with the pages that it opened; its sockets are closed within a second. The owner may end all, others their own.',
    audit: { kind: 'devices' },
    params: z.strictObject({ id: clientText(100) }),
    reply: success,
  }),
  audit: route('GET', '/api/audit', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'A page of the audit log, newest last: who asked for what, from where, and what came of it. `result`: ok, a code, or "refused" for all of them.',
    query: z.object({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).optional(),
      kind: auditKind.optional(),
      actor: clientText(100, 0).optional(),
      result: clientText(40, 0).optional(),
    }),
    reply: auditPage,
  }),
} as const satisfies RouteTable;
