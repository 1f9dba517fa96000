import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import { toIso } from '../../wire/encode/index.ts';
import { HUB_PASSKEY_ROUTES, type PasskeyAnswer, type PasskeyEntry } from '../../wire/index.ts';
import type { Maker, PasskeyRow } from '../people/passkeys.ts';
import { written } from '../people/sessions.ts';
import { openSession, type SessionParts } from './open-session.ts';
import { proveSelf, selfOf } from './prove-self.ts';
import { renewSession, type RenewalParts } from './renew-session.ts';

function entryOf({
  id,
  name,
  host,
  isSynced,
  createdMs,
  lastUsedMs,
}: PasskeyRow & { readonly id: string }): PasskeyEntry {
  const lastUsed = lastUsedMs === undefined ? null : toIso(lastUsedMs);
  return { id, name, host, isSynced, made: toIso(createdMs), lastUsed };
}

/** A user's passkeys, and what is opened and renewed by one. */
export function bindPasskeyRest(app: FastifyInstance, admit: Admit, parts: SessionParts & RenewalParts): void {
  const { people, passkeys, holders } = parts.services;

  /** Where the page stands that asks: what its browser signs names it. */
  const originOf = (request: FastifyRequest): string => {
    const origin = holders.originOf(request);
    if (origin === undefined) throw new HttpFault('bad_host', 'passkeys are used at the hub itself');
    return origin;
  };
  const makerOf = (credential: Credential, request: FastifyRequest): Maker => {
    const user = selfOf(people, credential);
    const { sessionId = '' } = credential;
    return { user, sessionId, origin: originOf(request), isPresent: () => people.isPresent(user) };
  };
  /** Whose passkey it is that was used just now. */
  const shownBy = async (answer: PasskeyAnswer, request: FastifyRequest): Promise<UserRow> => {
    const { userId, name } = await passkeys.prove(originOf(request), answer);
    const user = people.find(userId);
    if (user === undefined) throw new HttpFault('unauthorized', 'Authentication required: this user was removed');
    request.about = name;
    return user;
  };

  bindRoutes(app, HUB_PASSKEY_ROUTES, admit, {
    passkeys: ({ credential: { kind, userId } }) => (kind === 'user' ? passkeys.of(userId).map(entryOf) : null),
    beginPasskey: async ({ credential, body, request }) => {
      const user = await proveSelf(people, credential, body, peerOf(request.raw.socket));
      return passkeys.begin(user, credential.sessionId ?? '', originOf(request));
    },
    addPasskey: async ({ credential, body, request }) =>
      entryOf(await written(passkeys.add(makerOf(credential, request), body.name, body.made))),
    renamePasskey: async ({ credential, params, body }) =>
      entryOf(await written(passkeys.rename(selfOf(people, credential).userId, params.id, body.name))),
    removePasskey: async ({ credential, params, request }) => {
      request.about = await written(passkeys.remove(selfOf(people, credential).userId, params.id));
      return { success: true };
    },
    passkeyRequest: ({ request }) => passkeys.request(originOf(request)),
    passkeyLogin: async ({ body, request }) => {
      const jkt = await holders.keyOf(request);
      return openSession(parts, request, await shownBy(body, request), jkt);
    },
    passkeyAgain: async ({ credential, body, request }) =>
      renewSession(parts, credential, await shownBy(body, request)),
  });
}
