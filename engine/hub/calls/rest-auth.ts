import type { FastifyInstance, FastifyRequest } from 'fastify';
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
import { type Opened, TRADING_MS } from '../people/sessions.ts';
import type { Clock } from '../../ports/clock.ts';

export interface AuthRestParts {
  readonly services: Services;
  readonly clock: Clock;
  readonly url: () => string;
  readonly dropSockets: (sessionId: string) => void;
  /** Told of a log-in from a device that this user has not used before. */
  readonly newDevice: (user: UserRow, device: string, address: string) => void;
}

/** Getting in, and what somebody may change about oneself. */
export function bindAuthRest(app: FastifyInstance, admit: Admit, parts: AuthRestParts): void {
  const { services, clock } = parts;
  const { identity, ownerCodes, openPages, people, sessions } = services;
  const secure = (request: FastifyRequest): boolean => request.protocol === 'https';

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
  const tokensOf = ({ row, token, refreshToken, expiresIn }: Opened) => ({
    userId: row.userId,
    userName: row.userName,
    role: row.role,
    token,
    refreshToken,
    expiresIn,
  });

  bindRoutes(app, HUB_AUTH_ROUTES, admit, {
    link: ({ body, request }) => {
      const { code, expiresMs } = ownerCodes.make('owner');
      const place = body?.strategy === undefined ? '' : `&strategy=${encodeURIComponent(body.strategy)}`;
      const url = `${parts.url()}/#${OPEN_FRAGMENT}=${code}${place}`;
      const wanted = isOwn(request.raw.socket) ? body?.page : undefined;
      const page = wanted === undefined ? undefined : openPages?.write(code, url, wanted.snap);
      return { url, expires: toIso(expiresMs), ...(page === undefined ? {} : { page }) };
    },
    redeem: async ({ body, reply, request }) => {
      openPages?.remove(body.code);
      if (ownerCodes.redeem(body.code) === undefined) {
        throw new HttpFault('unauthorized', 'this code is used up or too old: ask for a new one');
      }
      const { token, expiresMs, credential } = await identity.openOwnerPage(reply, secure(request));
      provenAs(request, credential);
      const { userId, userName, role, device } = credential;
      return { token, expires: toIso(expiresMs), userId, userName, role, device };
    },
    login: async ({ body, request, reply }) => {
      const device = (request.headers['user-agent'] ?? 'a program').slice(0, 120);
      const user = await people.logIn(body, peerOf(request.raw.socket));
      provenAs(request, { ...user, device });
      const isNew = sessions.isNewDevice(user.userId, device, peerOf(request.raw.socket));
      const opened = await sessions.open(user, device, peerOf(request.raw.socket));
      const credential = await identity.ofToken(opened.token, peerOf(request.raw.socket));
      if (credential?.sessionId !== undefined) {
        await identity.giveCookie(reply, { ...credential, sessionId: credential.sessionId }, secure(request));
      }
      if (isNew) parts.newDevice(user, device, peerOf(request.raw.socket));
      return { sessionID: opened.sessionID, ...tokensOf(opened) };
    },
    refresh: async ({ body, request }) => {
      const opened = await sessions.refresh(body.refreshToken);
      if (opened === undefined)
        throw new HttpFault('unauthorized', 'Authentication required: this refresh token is not good any more');
      provenAs(request, opened.row);
      return tokensOf(opened);
    },
    logout: ({ credential, reply }) => {
      if (credential.sessionId !== undefined) {
        if (credential.kind === 'page') {
          identity.endPage(credential.sessionId);
          parts.dropSockets(credential.sessionId);
        } else if (credential.kind === 'user') sessions.end(credential.sessionId);
      }
      identity.clearCookie(reply);
      return { success: true };
    },
    reauthenticate: async ({ credential, body, request }) => {
      await proven(credential, body, peerOf(request.raw.socket));
      if (credential.sessionId !== undefined) await sessions.authenticated(credential.sessionId);
      return { success: true, until: toIso(clock.now() + TRADING_MS) };
    },
    password: async ({ credential, body, request }) => {
      const user = await proven(credential, body, peerOf(request.raw.socket));
      await people.change(user.userName, { password: body.newPassword });
      for (const session of sessions.list()) {
        if (session.userId === user.userId && session.key !== credential.sessionId) sessions.end(session.key);
      }
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
