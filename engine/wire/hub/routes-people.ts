import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { isoTime } from '../values.ts';
import { role } from './session.ts';

/** The fragment of a pairing link: `http://127.0.0.1:3000/#pair=<code>`. */
export const PAIR_FRAGMENT = 'pair';

const userName = z.string().min(1).max(64);
const password = z.string().min(1).max(1_000);
const userEntry = z.strictObject({
  userId: z.string(),
  userName: z.string(),
  role,
  created: isoTime,
  totp: z.boolean(),
});
const byName = z.strictObject({ name: userName });
const success = z.strictObject({ success: z.boolean() });

export const deviceEntry = z.strictObject({
  id: z.string(),
  /** A paired device, a log-in, or the owner's open page. */
  kind: z.enum(['device', 'session']),
  name: z.string(),
  userName: z.string(),
  role,
  address: z.string(),
  created: isoTime,
  lastSeen: isoTime,
  expires: isoTime.nullable(),
  /** The one that asks. */
  isThis: z.boolean(),
  /** Sockets that are open now. */
  sockets: z.number().int(),
});
export type DeviceEntry = z.infer<typeof deviceEntry>;

export const auditEntry = z.strictObject({
  /** Wall time. */
  time: isoTime,
  actor: z.string(),
  device: z.string(),
  what: z.string(),
  scope: z.string(),
  cause: z.string(),
  result: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

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
    body: z.object({ userName, role, password }),
    reply: userEntry,
  }),
  changeUser: route('PUT', '/api/users/:name', {
    from: ['pitwall'],
    access: 'owner',
    doc: "Another role or password; the user's sessions end.",
    params: byName,
    body: z.object({ role: role.optional(), password: password.optional() }),
    reply: userEntry,
  }),
  removeUser: route('DELETE', '/api/users/:name', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Removes a user; sessions and sockets end.',
    params: byName,
    reply: success,
  }),
  startPairing: route('POST', '/api/devices/pairing', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'A pairing code and its QR picture (SVG), once, for two minutes. `days`: how long the grant lasts.',
    body: z.object({ name: z.string().min(1).max(60), role, days: z.number().int().min(1).max(365).default(30) }),
    reply: z.strictObject({ code: z.string(), url: z.string(), qr: z.string(), expires: isoTime }),
  }),
  pair: route('POST', '/api/pair', {
    from: ['pitwall'],
    access: 'open',
    limit: 'login',
    doc: 'Gives a device its grant for a pairing code.',
    body: z.object({ code: z.string().min(1).max(100) }),
    reply: z.strictObject({ token: z.string(), deviceId: z.string(), name: z.string(), role, expires: isoTime }),
  }),
  devices: route('GET', '/api/devices', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Devices and log-ins; the owner sees all, others their own.',
    reply: z.array(deviceEntry),
  }),
  revokeDevice: route('DELETE', '/api/devices/:id', {
    from: ['pitwall'],
    access: 'viewer',
    limit: 'free',
    doc: 'Ends a grant or log-in; its sockets are closed within a second. The owner may end all, others their own.',
    params: z.strictObject({ id: z.string().min(1).max(100) }),
    reply: success,
  }),
  audit: route('GET', '/api/audit', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Who asked for what, from where, and what came of it; newest last.',
    query: z.object({ limit: z.coerce.number().int().min(1).max(2_000).optional() }),
    reply: z.array(auditEntry),
  }),
} as const satisfies RouteTable;
