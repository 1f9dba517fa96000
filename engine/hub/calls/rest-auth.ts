import type { FastifyInstance } from 'fastify';
import QRCode from 'qrcode';
import { provenAs } from '../../adapters/web/audit-doors.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { isOwn, peerOf } from '../../adapters/web/peer.ts';
import { InvariantError } from '../../domain/assert.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import { toIso } from '../../wire/encode/index.ts';
import { HUB_AUTH_ROUTES, OPEN_FRAGMENT, type Proof } from '../../wire/index.ts';
import { written } from '../people/sessions.ts';
import { openSession, type SessionParts, tokensOf } from './open-session.ts';
import { proveSelf, selfOf } from './prove-self.ts';
import { renewSession, type RenewalParts } from './renew-session.ts';

export interface AuthRestParts extends SessionParts, RenewalParts {
  readonly url: () => string;
}

/** Getting in, and what somebody may change about oneself. */
export function bindAuthRest(app: FastifyInstance, admit: Admit, parts: AuthRestParts): void {
  const { services } = parts;
  const { identity, holders, ownerCodes, openPages, people, sessions } = services;

  const proven = (credential: Credential, body: Proof, address: string): Promise<UserRow> =>
    proveSelf(people, credential, body, address);

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
      const user = await people.logIn(body, peerOf(request.raw.socket));
      return openSession(parts, request, user, jkt);
    },
    refresh: async ({ body, request }) => {
      const opened = await sessions.refresh(body.refreshToken, await holders.keyOf(request));
      if (opened === undefined)
        throw new HttpFault('unauthorized', 'Authentication required: this refresh token is not good any more');
      const { credential, told } = await tokensOf(services, opened, peerOf(request.raw.socket));
      provenAs(request, credential);
      return told;
    },
    logout: async ({ credential }) => {
      // A device stays paired: it is revoked.
      if (credential.sessionId !== undefined) await written(sessions.end(credential.sessionId));
      return { success: true };
    },
    reauthenticate: async ({ credential, body: { userName, ...shown }, request }) => {
      const name = people.find(credential.userId)?.userName ?? userName;
      if (name === undefined)
        throw new HttpFault(
          'conflict',
          'this device has no password of its own: say with userName which owner types theirs',
        );
      const user = await people.logIn({ userName: name, ...shown }, peerOf(request.raw.socket));
      return renewSession(parts, credential, user);
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
      await people.confirmTotp(selfOf(people, credential), body.code);
      return { success: true };
    },
    totpEnd: async ({ credential, body, request }) => {
      await people.dropTotp(await proven(credential, body, peerOf(request.raw.socket)));
      return { success: true };
    },
    me: ({ credential: { userId, userName, role, device, kind } }) => {
      if (kind === 'relay' || kind === 'local') throw new InvariantError(`a call of the hub by ${kind}`);
      return { userId, userName, role, device, kind };
    },
  });
}
