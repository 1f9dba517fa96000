import type { FastifyInstance, FastifyRequest } from 'fastify';
import QRCode from 'qrcode';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import { toIso } from '../../wire/encode/index.ts';
import { type DeviceEntry, HUB_PEOPLE_ROUTES, PAIR_FRAGMENT, roleIncludes } from '../../wire/index.ts';
import type { Services } from '../people/services.ts';

export interface PeopleRestParts {
  readonly services: Services;
  readonly url: () => string;
  /** Open sockets of a session or device. */
  readonly socketsOf: (id: string) => number;
  readonly paired: (name: string, address: string) => void;
}

/** Users, devices, audit. */
export function bindPeopleRest(app: FastifyInstance, admit: Admit, parts: PeopleRestParts): void {
  const { people, sessions, devices, audit, pairingCodes } = parts.services;
  const note = (credential: Credential, request: FastifyRequest, what: string, scope: string): void =>
    audit.note({
      actor: credential.userName,
      device: `${credential.device}@${peerOf(request.raw.socket)}`,
      what,
      scope,
      cause: '',
      result: 'ok',
    });
  const userEntry = ({ userId, userName, role, createdMs, totp }: UserRow) => ({
    userId,
    userName,
    role,
    created: toIso(createdMs),
    totp,
  });

  bindRoutes(app, HUB_PEOPLE_ROUTES, admit, {
    users: () => people.list().map(userEntry),
    addUser: async ({ body, credential, request }) => {
      const user = await people.add(body.userName, body.role, body.password);
      note(credential, request, 'add-user', `${user.userName} (${user.role})`);
      return userEntry(user);
    },
    changeUser: async ({ params, body, credential, request }) => {
      const user = await people.change(params.name, body);
      sessions.endOf(user.userId);
      note(credential, request, 'change-user', `${user.userName} (${user.role})`);
      return userEntry(user);
    },
    removeUser: async ({ params, credential, request }) => {
      const user = await people.remove(params.name);
      sessions.endOf(user.userId);
      note(credential, request, 'remove-user', user.userName);
      return { success: true };
    },
    startPairing: async ({ body, credential, request }) => {
      const { code, expiresMs } = pairingCodes.makeShort(body);
      const url = `${parts.url()}/#${PAIR_FRAGMENT}=${code}`;
      note(credential, request, 'start-pairing', `${body.name} (${body.role})`);
      return { code, url, qr: await QRCode.toString(url, { type: 'svg', margin: 1 }), expires: toIso(expiresMs) };
    },
    pair: async ({ body, request }) => {
      const wish = pairingCodes.redeem(body.code.trim().toUpperCase());
      if (wish === undefined)
        throw new HttpFault('unauthorized', 'this code is used up, too old or mistyped: ask for a new one');
      const { id, token, row } = await devices.grant(wish, peerOf(request.raw.socket));
      audit.note({
        actor: wish.name,
        device: `${wish.name}@${peerOf(request.raw.socket)}`,
        what: 'pair',
        scope: wish.role,
        cause: '',
        result: 'ok',
      });
      parts.paired(wish.name, peerOf(request.raw.socket));
      return { token, deviceId: id, name: row.name, role: row.role, expires: toIso(row.expiresMs) };
    },
    devices: ({ credential }) =>
      deviceList(parts)
        .filter((entry) => mine(credential, entry.id))
        .map((entry) => ({ ...entry, isThis: entry.id === credential.sessionId })),
    revokeDevice: ({ params, credential, request }) => {
      const known = deviceList(parts).some((entry) => entry.id === params.id);
      if (!known || !mine(credential, params.id)) throw new HttpFault('not_found', `there is no device "${params.id}"`);
      if (!devices.revoke(params.id)) sessions.end(params.id);
      note(credential, request, 'revoke', params.id);
      return { success: true };
    },
    audit: ({ query }) => audit.list(query.limit ?? 200),
  });

  function mine(credential: Credential, id: string): boolean {
    if (roleIncludes(credential.role, 'owner')) return true;
    return credential.sessionId === id || sessions.byKey(id)?.userId === credential.userId;
  }
}

function deviceList({ services, socketsOf }: PeopleRestParts): Omit<DeviceEntry, 'isThis'>[] {
  const paired = services.devices.list().map((row) => ({
    id: row.id,
    kind: 'device' as const,
    name: row.name,
    userName: row.name,
    role: row.role,
    address: row.address,
    created: toIso(row.createdMs),
    lastSeen: toIso(row.lastSeenMs),
    expires: toIso(row.expiresMs),
    sockets: socketsOf(row.id),
  }));
  const sessions = services.sessions.list().map((row) => ({
    id: row.key,
    kind: 'session' as const,
    name: row.device,
    userName: row.userName,
    role: row.role,
    address: row.address,
    created: toIso(row.createdMs),
    lastSeen: toIso(row.lastSeenMs),
    expires: null,
    sockets: socketsOf(row.key),
  }));
  return [...paired, ...sessions];
}
