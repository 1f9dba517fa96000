import { X509Certificate } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Certificate } from '../../adapters/web/certificate.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import { listenAddresses } from '../../domain/listen-addresses.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { toIso } from '../../wire/encode/index.ts';
import { type Exposure, HUB_SECURITY_ROUTES, roleIncludes } from '../../wire/index.ts';
import type { Services } from '../people/services.ts';
import { TRADING_MS, written } from '../people/sessions.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import type { HubPicture } from '../picture/hub-picture.ts';
import type { HubIo } from '../telling/rooms.ts';
import { proveSelf, selfOf } from './prove-self.ts';

export interface SecurityRestParts {
  readonly services: Services;
  readonly deps: HubDeps;
  readonly picture: HubPicture;
  readonly io: HubIo;
  /** Of this server, on loopback. */
  readonly url: () => string;
  readonly certificate: () => Certificate | undefined;
}

/** Second factors, ending all other sessions, and what of this installation is open to whom. */
export function bindSecurityRest(app: FastifyInstance, admit: Admit, parts: SecurityRestParts): void {
  const { services, deps } = parts;
  const { people, recovery, sessions } = services;
  bindRoutes(app, HUB_SECURITY_ROUTES, admit, {
    factors: ({ credential }) => {
      if (credential.kind !== 'user') return null;
      const { userId, totp } = selfOf(people, credential);
      const codes = recovery.of(userId);
      const session = credential.sessionId === undefined ? undefined : sessions.byKey(credential.sessionId);
      return {
        totp,
        recovery: codes === undefined ? null : { made: toIso(codes.madeMs), left: codes.left, of: codes.made },
        trustedUntil: toIso((session?.authMs ?? 0) + TRADING_MS),
      };
    },
    makeRecovery: async ({ credential, body, request }) => {
      const { userId, totp } = await proveSelf(people, credential, body, peerOf(request.raw.socket));
      if (!totp) throw new HttpFault('conflict', 'recovery codes stand in for a TOTP code: set up TOTP first');
      const codes = await recovery.make(userId);
      return { codes: [...codes], made: toIso(deps.clock.now()) };
    },
    endOthers: async ({ credential, body }) => {
      if (body.whose === 'all' && !roleIncludes(credential.role, 'owner'))
        throw new HttpFault('forbidden', `this needs the role owner, found ${credential.role}`);
      const others = sessions
        .list()
        .filter(
          ({ key, userId }) => key !== credential.sessionId && (body.whose === 'all' || userId === credential.userId),
        );
      await written(Promise.all(others.map(({ key }) => sessions.end(key))));
      return { ended: others.length };
    },
    passwordOnly: async ({ params }) => {
      await written(people.passwordOnly(params.name, ({ userId }) => sessions.endAllOf(userId)));
      return { success: true };
    },
    exposure: () => exposureOf(parts),
  });
}

function exposureOf({ services, deps, picture, io, url, certificate }: SecurityRestParts): Exposure {
  const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const addresses = listenAddresses(deps.listen, own).flatMap((each) => (each.isExposed ? [each.address] : []));
  const isExposed = addresses.length > 0;
  const servers = [
    { server: 'hub', url: url() },
    ...picture.processes.flatMap(({ name, url: at }) => (at === undefined ? [] : [{ server: name, url: at }])),
  ];
  const doors = servers.flatMap(({ server, url: at }) => [
    { server, url: at, isExposed: false },
    ...addresses.map((address) => ({ server, url: exposedUrl(at, address), isExposed: true })),
  ]);
  const made = certificate();
  const from = [...io.sockets.sockets.values()].map(({ data }) => isLoopback(data.address));
  return {
    listen: deps.listen,
    isExposed,
    doors,
    certificate:
      made === undefined
        ? null
        : {
            fingerprint: made.fingerprint,
            selfMade: made.selfMade,
            expires: toIso(Date.parse(new X509Certificate(made.cert).validTo)),
          },
    mode: picture.view?.mode ?? null,
    remoteCommands: services.settings.now.remoteCommands,
    allowedOrigins: [...deps.limits.allowedOrigins],
    sockets: { here: from.filter((isHere) => isHere).length, elsewhere: from.filter((isHere) => !isHere).length },
  };
}

/** The same server as another machine reaches it. */
function exposedUrl(loopback: string, address: string): string {
  return `https://${address.includes(':') ? `[${address}]` : address}:${new URL(loopback).port}`;
}
