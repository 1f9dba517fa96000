import type { FastifyInstance } from 'fastify';
import QRCode from 'qrcode';
import { provenAs } from '../../adapters/web/audit-doors.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { type Credential, shownBy } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import type { AuditReader } from '../../ports/audit.ts';
import { toIso } from '../../wire/encode/index.ts';
import {
  type DeviceEntry,
  FINGERPRINT_FRAGMENT,
  HUB_PEOPLE_ROUTES,
  PAIR_FRAGMENT,
  roleIncludes,
} from '../../wire/index.ts';
import { readAudit } from './read-audit.ts';
import type { Services } from '../people/services.ts';
import { written } from '../people/sessions.ts';
import type { Clock } from '../../ports/clock.ts';

export interface PeopleRestParts {
  readonly services: Services;
  readonly clock: Clock;
  readonly url: () => string;
  /** Open sockets of a session or device. */
  readonly socketsOf: (id: string) => number;
  /** Of the certificate that other machines are shown; undefined: none can come. */
  readonly fingerprint: () => string | undefined;
  readonly paired: (name: string, address: string) => void;
  readonly audit: AuditReader;
}

/** Users, devices, audit. */
export function bindPeopleRest(app: FastifyInstance, admit: Admit, parts: PeopleRestParts): void {
  const { people, passkeys, sessions, devices, identity, holders, pairingCodes } = parts.services;
  const userEntry = ({ userId, userName, role, createdMs, totp }: UserRow) => ({
    userId,
    userName,
    role,
    created: toIso(createdMs),
    totp,
    passkeys: passkeys.of(userId).length,
  });

  bindRoutes(app, HUB_PEOPLE_ROUTES, admit, {
    users: () => people.list().map(userEntry),
    addUser: async ({ body }) => userEntry(await people.add(body.userName, body.role, body.password)),
    changeUser: async ({ params, body }) =>
      userEntry(await written(people.change(params.name, body, ({ userId }) => sessions.endAllOf(userId)))),
    removeUser: async ({ params }) => {
      await written(people.remove(params.name, ({ userId }) => sessions.endAllOf(userId)));
      return { success: true };
    },
    startPairing: async ({ body, credential }) => {
      const { code, expiresMs } = pairingCodes.makeShort({ ...body, parent: credential.sessionId });
      const fingerprint = parts.fingerprint() ?? null;
      const shown = fingerprint === null ? '' : `&${FINGERPRINT_FRAGMENT}=${fingerprint.replaceAll(':', '')}`;
      const url = `${parts.url()}/#${PAIR_FRAGMENT}=${code}${shown}`;
      const qr = await QRCode.toString(url, { type: 'svg', margin: 1 });
      return { code, url, qr, fingerprint, expires: toIso(expiresMs) };
    },
    pair: async ({ body, request }) => {
      const jkt = await holders.keyOf(request);
      const wish = pairingCodes.redeem(body.code.trim().toUpperCase());
      if (wish === undefined || !identity.isOwner(wish.parent))
        throw new HttpFault('unauthorized', 'this code is used up, too old or mistyped: ask for a new one');
      const address = peerOf(request.raw.socket);
      const browser = (request.headers['user-agent'] ?? 'a program').slice(0, 200);
      const { id, token, row } = await devices.grant(wish, { address, browser, jkt });
      provenAs(request, { userName: row.name, role: row.role, device: row.name });
      parts.paired(wish.name, address);
      return { token, deviceId: id, name: row.name, role: row.role, expires: toIso(row.expiresMs) };
    },
    pairing: async ({ request }) => {
      const shown = shownBy(request.headers);
      const row = shown === undefined ? undefined : devices.standingOf(shown.token);
      if (shown === undefined || row === undefined)
        throw new HttpFault('unauthorized', 'this device is not paired, or was not confirmed in time');
      const held = await holders.ofCall({ jkt: row.jkt }, shown, request);
      if (!held.ok) throw new HttpFault(held.code, held.message);
      return { state: row.isPending ? ('waiting' as const) : ('confirmed' as const), name: row.name, role: row.role };
    },
    confirmDevice: async ({ params, request }) => {
      const row = await written(devices.confirm(params.id));
      if (row === undefined) throw new HttpFault('not_found', `there is no device "${params.id}" that waits`);
      request.about = `${row.name} (${row.role}) from ${row.address}`;
      return { success: true };
    },
    devices: ({ credential }) =>
      deviceList(parts)
        .filter((entry) => mine(credential, entry.id))
        .map((entry) => ({ ...entry, isThis: entry.id === credential.sessionId })),
    revokeDevice: async ({ params, credential, request }) => {
      const known = deviceList(parts).find((entry) => entry.id === params.id);
      if (known === undefined || !mine(credential, params.id))
        throw new HttpFault('not_found', `there is no device "${params.id}"`);
      request.about = `${known.name} of ${known.userName}`;
      await written(Promise.all([devices.revoke(params.id), sessions.end(params.id)]));
      return { success: true };
    },
    audit: ({ query }) => readAudit(parts.audit, query),
  });

  function mine(credential: Credential, id: string): boolean {
    if (roleIncludes(credential.role, 'owner')) return true;
    return credential.sessionId === id || sessions.byKey(id)?.userId === credential.userId;
  }
}

function deviceList({ services, clock, socketsOf }: PeopleRestParts): Omit<DeviceEntry, 'isThis'>[] {
  const nowMs = clock.now();
  const paired = services.devices.list().map((row) => ({
    id: row.id,
    kind: 'device' as const,
    name: row.name,
    userName: row.name,
    role: row.role,
    address: row.address,
    browser: row.browser,
    pending: row.isPending,
    created: toIso(row.createdMs),
    lastSeen: toIso(row.lastSeenMs),
    expires: toIso(row.expiresMs),
    sockets: socketsOf(row.id),
  }));
  const { standing } = services.grants;
  const sessions = services.sessions.list().flatMap((row) => {
    const grant = standing.find(row.key, nowMs);
    if (grant === undefined) return [];
    return {
      id: row.key,
      kind: row.kind === 'page' ? ('page' as const) : ('session' as const),
      name: row.device,
      userName: grant.userName,
      role: grant.role,
      address: row.address,
      browser: row.device,
      pending: false,
      created: toIso(row.createdMs),
      lastSeen: toIso(row.lastSeenMs),
      expires: toIso(grant.endsMs),
      sockets: socketsOf(row.key),
    };
  });
  return [...paired, ...sessions];
}
