import type { FastifyInstance, FastifyRequest } from 'fastify';
import { networkOf } from '../../adapters/bounds/network-of.ts';
import { SlowRefusals } from '../../adapters/bounds/slow-refusals.ts';
import { FixedWindow } from '../../adapters/web/fixed-window.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import { isLoopback } from '../../domain/loopback.ts';
import type { Clock } from '../../ports/clock.ts';
import { HUB_AUTH_ROUTES, type RouteDeclaration } from '../../wire/index.ts';

const MINUTE_MS = 60_000;
const MOST = { read: 1_200, change: 240, failures: 60 } as const;

/** Judging these costs a password's hash: they are refused before it. The others are judged first. */
const COSTLY: ReadonlySet<string> = new Set(
  [HUB_AUTH_ROUTES.login, HUB_AUTH_ROUTES.reauthenticate, HUB_AUTH_ROUTES.password].map(({ path }) => path),
);

/**
 * Calls a minute by network; this machine is free of those. Of ways in failures count, on this machine too, each route
 * by itself: who has the right code, token or key is let in whatever others do wrong. What reduces risk is never counted.
 */
export class CallLimits {
  private readonly calls: Readonly<Record<'read' | 'change', FixedWindow>>;
  private readonly failures: FixedWindow;
  private readonly refusals: SlowRefusals;

  constructor(clock: Clock) {
    this.calls = {
      read: new FixedWindow(clock, MOST.read, MINUTE_MS),
      change: new FixedWindow(clock, MOST.change, MINUTE_MS),
    };
    this.failures = new FixedWindow(clock, MOST.failures, MINUTE_MS);
    this.refusals = new SlowRefusals(clock);
  }

  /** Notes how calls of ways in end. To be called once, before the routes are bound. */
  watch(app: FastifyInstance, routes: readonly RouteDeclaration[]): void {
    const ways = new Set(routes.filter(({ limit }) => limit === 'login').map(({ path }) => path));
    app.addHook('onError', async (request) => {
      const { url } = request.routeOptions;
      if (url === undefined || !ways.has(url)) return;
      // Who goes on guessing waits for each answer.
      if (this.failures.take(keyOf(request, url)) > 0) await this.refusals.hold();
    });
  }

  check(request: FastifyRequest, { limit, path }: RouteDeclaration): void {
    if (limit === 'login') {
      const waitMs = COSTLY.has(path) ? this.failures.waitMs(keyOf(request, path)) : 0;
      if (waitMs > 0) throw tooMany(waitMs);
      return;
    }
    if (limit !== 'read' && limit !== 'change') return;
    const address = peerOf(request.raw.socket);
    const waitMs = isLoopback(address) ? 0 : this.calls[limit].take(networkOf(address));
    if (waitMs > 0) throw tooMany(waitMs);
  }
}

function keyOf(request: FastifyRequest, path: string): string {
  return `${path} ${networkOf(peerOf(request.raw.socket))}`;
}

function tooMany(waitMs: number): HttpFault {
  const retryAfterS = Math.ceil(waitMs / 1_000);
  return new HttpFault('rate_limited', `Rate limit: too many calls; wait ${retryAfterS} s`, { retryAfterS });
}
