import type { FastifyInstance } from 'fastify';
import { culprits } from '../../domain/heard-sources.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { toIso, toIsoOrNull } from '../../wire/encode/index.ts';
import { HUB_MACHINE_ROUTES, roleIncludes } from '../../wire/index.ts';
import { asyncApi } from '../../wire/publish/asyncapi.ts';
import { openApi } from '../../wire/publish/openapi.ts';
import type { Metrics } from '../telling/metrics.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import { encodeProcess, type HubPicture } from '../picture/hub-picture.ts';
import { type HubIo, type HubSocket, subscriptionsOf } from '../telling/rooms.ts';
import type { Vitals } from '../picture/vitals.ts';

/** Is it there, and how is it. */
export function bindMachineRest(
  app: FastifyInstance,
  admit: Admit,
  {
    deps,
    picture,
    io,
    metrics,
    vitals,
  }: {
    readonly deps: HubDeps;
    readonly picture: HubPicture;
    readonly io: HubIo;
    readonly metrics: Metrics;
    readonly vitals: Vitals;
  },
): void {
  const { clock, version } = deps;
  const startedMs = clock.monotonicMs();
  const uptime = (): number => Math.round((clock.monotonicMs() - startedMs) / 1_000);
  const now = (): string => toIso(clock.now());
  const users = (): number =>
    new Set([...io.sockets.sockets.values()].map((socket) => socket.data.credential.userId)).size;

  /** Descriptions do not change while a server runs, and making one takes a while. */
  const descriptions = new Map<string, object>();
  const described = <T extends object>(key: string, make: () => T): T => {
    // Only this function fills it, and a key has one maker.
    const known = descriptions.get(key) as T | undefined;
    if (known !== undefined) return known;
    const made = make();
    descriptions.set(key, made);
    return made;
  };

  const isBlind = (): boolean => !picture.link.up || culprits(picture.sources).length > 0;

  bindRoutes(app, HUB_MACHINE_ROUTES, admit, {
    health: () => ({ status: 'ok' as const, timestamp: now(), version, desk: picture.link.up, uptime: uptime() }),
    healthWebsocket: () => ({
      status: 'healthy' as const,
      activeConnections: io.sockets.sockets.size,
      uniqueUsers: users(),
      uptime: uptime(),
    }),
    status: () => {
      const { view } = picture;
      return {
        status: isBlind() ? ('degraded' as const) : view?.ended === true ? ('ended' as const) : ('running' as const),
        service: 'pitwall-hub' as const,
        version,
        uptime: uptime(),
        timestamp: now(),
        connections: io.sockets.sockets.size,
        uniqueUsers: users(),
        desk: { up: picture.link.up, since: toIso(picture.link.sinceMs) },
        marketTime: toIsoOrNull(view?.asOf.timeMs),
        run:
          view === undefined
            ? null
            : {
                account: view.account,
                run: view.run,
                mode: view.mode,
                tradingDay: view.tradingDay,
                speed: view.speed,
                ended: view.ended,
              },
        processes: picture.processes.map(encodeProcess),
        checks: [...vitals.checks()],
        versions: { pitwall: version, node: process.version },
      };
    },
    connections: ({ credential }) =>
      [...io.sockets.sockets.values()]
        .filter((socket) => isSeen(credential, socket))
        .map((socket) => ({
          socketId: socket.id,
          userId: socket.data.credential.userId,
          role: socket.data.credential.role,
          address: socket.data.address,
          userAgent: socket.data.userAgent,
          connectedAt: toIso(socket.data.connectedMs),
          subscriptions: subscriptionsOf(socket),
          messages: socket.data.messages,
        })),
    metrics: async ({ reply }) => {
      reply.type(metrics.contentType);
      return metrics.text();
    },
    openapi: ({ query }) => described(`openapi ${query.server}`, () => openApi(query.server, version)),
    asyncapi: ({ query }) => described(`asyncapi ${query.server}`, () => asyncApi(query.server, version)),
    place: () => ({ server: 'hub' as const, strategy: null, version, serverTime: now() }),
  });
}

/** The owner sees every connection, anybody else their own: addresses and browsers are nobody else's affair. */
function isSeen(credential: Credential, socket: HubSocket): boolean {
  return roleIncludes(credential.role, 'owner') || socket.data.credential.userId === credential.userId;
}
