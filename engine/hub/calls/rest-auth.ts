import type { FastifyInstance } from 'fastify';
import { printable } from '../../domain/printable.ts';
import QRCode from 'qrcode';
import { provenAs } from '../../adapters/web/audit-doors.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { isOwn, peerOf } from '../../adapters/web/peer.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import { toIso } from '../../wire/encode/index.ts';
import { HUB_AUTH_ROUTES, OPEN_FRAGMENT } from '../../wire/index.ts';
import type { Services } from '../people/services.ts';
import { type Opened, TRADING_MS, written } from '../people/sessions.ts';
import type { Clock } from '../../ports/clock.ts';

export interface AuthRestParts {
  readonly services: Services;
  readonly clock: Clock;
  readonly url: () => string;
  /** Told of a log-in from a device that this user has not used before. */
  readonly newDevice: (user: UserRow, device: string, address: string) => void;
}

/** Getting in, and what somebody may change about oneself. */
export function bindAuthRest(app: FastifyInstance, admit: Admit, parts: AuthRestParts): void {
  const { services, clock } = parts;
  const { identity, holders, ownerCodes, openPages, people, sessions, devices } = services;

  /** The user behind a log-in's token; devices and the owner have no password here. */
  const self = (credential: Credential): UserRow => {
    const user = people.find(credential.userId);
    if (user === undefined) throw new HttpFault('conflict', 'only a user who logged in with a password has one');
    return user;
  };
  const proven = async (
    credential: Credential,
    body: { readonly password: string; readonly totp?: string | undefined },
    address: string,
  ): Promise<UserRow> => people.logIn({ userName: self(credential).userName, ...body }, address);
  /** A device, and the owner's page, have no password: there an owner among the users types theirs. */
  const provenOwnerOrSelf = async (
    credential: Credential,
    {
      userName,
      ...secrets
    }: { readonly userName?: string | undefined; readonly password: string; readonly totp?: string | undefined },
    address: string,
  ): Promise<void> => {
    const own = people.find(credential.userId)?.userName;
    const name = own ?? userName;
    if (name === undefined)
      throw new HttpFault(
        'conflict',
        'this device has no password of its own: say with userName which owner types theirs',
      );
    const user = await people.logIn({ userName: name, ...secrets }, address);
    if (own === undefined && user.role !== 'owner')
      throw new HttpFault('forbidden', 'only a user with the role owner may do that here');
  };
  /** @throws HttpFault where the session is nobody's any more */
  const tokensOf = async ({ token, refreshToken, expiresIn }: Opened, address: string) => {
    const credential = await identity.ofToken(token, address);
    if (credential === undefined) throw new HttpFault('unauthorized', 'Authentication required: this user was changed');
    const { userId, userName, role } = credential;
    return { credential, told: { userId, userName, role, token, refreshToken, expiresIn } };
  };

  bindRoutes(app, HUB_AUTH_ROUTES, admit, {
    link: ({ body, credential, request }) => {
      const { code, expiresMs } = ownerCodes.make({ parent: credential.sessionId });
      const place = body?.strategy === undefined ? '' : `&strategy=${encodeURIComponent(body.strategy)}`;
      const url = `${parts.url()}/#${OPEN_FRAGMENT}=${code}${place}`;
      const wanted = isOwn(request.raw.socket) ? body?.page : undefined;
      const page = wanted === undefined ? undefined : openPages?.write(code, url, wanted.snap);
      return { url, expires: toIso(expiresMs), ...(page === undefined ? {} : { page }) };
    },
    redeem: async ({ body, request }) => {
      const jkt = await holders.keyOf(request);
      if (jkt === undefined)
        throw new HttpFault('invalid_dpop_proof', 'Authentication required: a page shows a proof of its key (DPoP)');
      openPages?.remove(body.code);
      const wish = ownerCodes.redeem(body.code);
      if (wish === undefined || !identity.isOwner(wish.parent)) {
        throw new HttpFault('unauthorized', 'this code is used up or too old: ask for a new one');
      }
      const page = { address: peerOf(request.raw.socket), parent: wish.parent, jkt };
      const { token, readingToken, expiresMs, credential } = await identity.openOwnerPage(page);
      provenAs(request, credential);
      const { userId, userName, role, device } = credential;
      return { token, readingToken, expires: toIso(expiresMs), userId, userName, role, device };
    },
    login: async ({ body, request }) => {
      const jkt = await holders.keyOf(request);
      const device = printable((request.headers['user-agent'] ?? 'a program').slice(0, 120));
      const address = peerOf(request.raw.socket);
      const user = await people.logIn(body, address);
      provenAs(request, { ...user, device });
      const isNew = sessions.isNewDevice(user.userId, device, address);
      if (!people.isPresent(user))
        throw new HttpFault('unauthorized', 'Authentication required: this user was changed');
      const { sessionID, ...opened } = await sessions.open(user, device, address, jkt);
      const { told } = await tokensOf(opened, address);
      if (isNew) parts.newDevice(user, device, address);
      return { sessionID, ...told };
    },
    refresh: async ({ body, request }) => {
      const opened = await sessions.refresh(body.refreshToken, await holders.keyOf(request));
      if (opened === undefined)
        throw new HttpFault('unauthorized', 'Authentication required: this refresh token is not good any more');
      const { credential, told } = await tokensOf(opened, peerOf(request.raw.socket));
      provenAs(request, credential);
      return told;
    },
    logout: async ({ credential }) => {
      // A device stays paired: it is revoked.
      if (credential.sessionId !== undefined) await written(sessions.end(credential.sessionId));
      return { success: true };
    },
    reauthenticate: async ({ credential, body, request }) => {
      await provenOwnerOrSelf(credential, body, peerOf(request.raw.socket));
      const { kind, sessionId = '' } = credential;
      await (kind === 'device' ? devices : sessions).authenticated(sessionId);
      return { success: true, until: toIso(clock.now() + TRADING_MS) };
    },
    password: async ({ credential, body, request }) => {
      const user = await proven(credential, body, peerOf(request.raw.socket));
      await written(
        people.changeOwnPassword(user, body.newPassword, ({ userId }) =>
          sessions.endAllOf(userId, credential.sessionId),
        ),
      );
      return { success: true };
    },
    totpBegin: async ({ credential, body, request }) => {
      const { secret, uri } = people.wishTotp(await proven(credential, body, peerOf(request.raw.socket)));
      return { secret, uri, qr: await QRCode.toString(uri, { type: 'svg', margin: 1 }) };
    },
    totpConfirm: async ({ credential, body }) => {
      await people.confirmTotp(self(credential), body.code);
      return { success: true };
    },
    totpEnd: async ({ credential, body, request }) => {
      await people.dropTotp(await proven(credential, body, peerOf(request.raw.socket)));
      return { success: true };
    },
    me: ({ credential: { userId, userName, role, device } }) => ({ userId, userName, role, device }),
  });
}
