import type { FastifyInstance, FastifyRequest } from 'fastify';
import QRCode from 'qrcode';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import { InvariantError } from '../../domain/assert.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import { toIso } from '../../wire/encode/index.ts';
import { HUB_AUTH_ROUTES, OPEN_FRAGMENT, type Proof } from '../../wire/index.ts';
import type { Services } from '../people/services.ts';
import { type Opened, TRADING_MS } from '../people/sessions.ts';
import { proveSelf, selfOf } from './prove-self.ts';
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
  const { identity, ownerCodes, people, sessions, audit } = services;
  const secure = (request: FastifyRequest): boolean => request.protocol === 'https';

  const proven = (credential: Credential, body: Proof, address: string): Promise<UserRow> =>
    proveSelf(people, credential, body, address);
  const note = (credential: Credential, request: FastifyRequest, what: string): void =>
    audit.note({
      actor: credential.userName,
      device: `${credential.device}@${peerOf(request.raw.socket)}`,
      what,
      scope: '',
      cause: '',
      result: 'ok',
    });
  const tokensOf = ({ row, token, refreshToken, expiresIn }: Opened) => ({
    userId: row.userId,
    userName: row.userName,
    role: row.role,
    token,
    refreshToken,
    expiresIn,
  });

  bindRoutes(app, HUB_AUTH_ROUTES, admit, {
    link: ({ body }) => {
      const { code, expiresMs } = ownerCodes.make('owner');
      const place = body?.strategy === undefined ? '' : `&strategy=${encodeURIComponent(body.strategy)}`;
      return { url: `${parts.url()}/#${OPEN_FRAGMENT}=${code}${place}`, expires: toIso(expiresMs) };
    },
    redeem: async ({ body, reply, request }) => {
      if (ownerCodes.redeem(body.code) === undefined) {
        throw new HttpFault('unauthorized', 'this code is used up or too old: ask for a new one');
      }
      const { token, expiresMs, credential } = await identity.openOwnerPage(reply, secure(request));
      note(credential, request, 'open-page');
      const { userId, userName, role, device } = credential;
      return { token, expires: toIso(expiresMs), userId, userName, role, device };
    },
    login: async ({ body, request, reply }) => {
      const device = (request.headers['user-agent'] ?? 'a program').slice(0, 120);
      let user: UserRow;
      try {
        user = await people.logIn(body, peerOf(request.raw.socket));
      } catch (error) {
        const result = error instanceof HttpFault ? error.code : 'internal';
        audit.note({
          actor: body.userName,
          device: `${device}@${peerOf(request.raw.socket)}`,
          what: 'log-in',
          scope: '',
          cause: '',
          result,
        });
        throw error;
      }
      const isNew = sessions.isNewDevice(user.userId, device, peerOf(request.raw.socket));
      const opened = await sessions.open(user, device, peerOf(request.raw.socket));
      const credential = await identity.ofToken(opened.token, peerOf(request.raw.socket));
      if (credential?.sessionId !== undefined) {
        await identity.giveCookie(reply, { ...credential, sessionId: credential.sessionId }, secure(request));
        note(credential, request, 'log-in');
      }
      if (isNew) parts.newDevice(user, device, peerOf(request.raw.socket));
      return { sessionID: opened.sessionID, ...tokensOf(opened) };
    },
    refresh: async ({ body }) => {
      const opened = await sessions.refresh(body.refreshToken);
      if (opened === undefined)
        throw new HttpFault('unauthorized', 'Authentication required: this refresh token is not good any more');
      return tokensOf(opened);
    },
    logout: ({ credential, reply, request }) => {
      if (credential.sessionId !== undefined) {
        if (credential.kind === 'page') {
          identity.endPage(credential.sessionId);
          parts.dropSockets(credential.sessionId);
        } else if (credential.kind === 'user') sessions.end(credential.sessionId);
      }
      identity.clearCookie(reply);
      note(credential, request, 'log-out');
      return { success: true };
    },
    reauthenticate: async ({ credential, body, request }) => {
      await proven(credential, body, peerOf(request.raw.socket));
      if (credential.sessionId !== undefined) await sessions.authenticated(credential.sessionId);
      note(credential, request, 'reauthenticate');
      return { success: true, until: toIso(clock.now() + TRADING_MS) };
    },
    password: async ({ credential, body, request }) => {
      const user = await proven(credential, body, peerOf(request.raw.socket));
      await people.change(user.userName, { password: body.newPassword });
      for (const session of sessions.list()) {
        if (session.userId === user.userId && session.key !== credential.sessionId) sessions.end(session.key);
      }
      note(credential, request, 'change-password');
      return { success: true };
    },
    totpBegin: async ({ credential, body, request }) => {
      const { secret, uri } = people.wishTotp(await proven(credential, body, peerOf(request.raw.socket)));
      return { secret, uri, qr: await QRCode.toString(uri, { type: 'svg', margin: 1 }) };
    },
    totpConfirm: async ({ credential, body, request }) => {
      await people.confirmTotp(selfOf(people, credential), body.code);
      note(credential, request, 'totp-on');
      return { success: true };
    },
    totpEnd: async ({ credential, body, request }) => {
      await people.dropTotp(await proven(credential, body, peerOf(request.raw.socket)));
      note(credential, request, 'totp-off');
      return { success: true };
    },
    me: ({ credential: { userId, userName, role, device, kind } }) => {
      if (kind === 'relay' || kind === 'local') throw new InvariantError(`a call of the hub by ${kind}`);
      return { userId, userName, role, device, kind };
    },
  });
}
