import type { FastifyRequest } from 'fastify';
import { FixedWindow } from '../../adapters/web/fixed-window.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import { isLoopback } from '../../domain/loopback.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RouteDeclaration } from '../../wire/index.ts';

const MINUTE_MS = 60_000;
const MOST = { read: 1_200, change: 240, login: 60 } as const;

/** Calls a minute by address (log-ins: loopback too; the rest: this machine is free). What reduces risk is never counted. */
export class CallLimits {
  private readonly windows: Readonly<Record<keyof typeof MOST, FixedWindow>>;

  constructor(clock: Clock) {
    this.windows = {
      read: new FixedWindow(clock, MOST.read, MINUTE_MS),
      change: new FixedWindow(clock, MOST.change, MINUTE_MS),
      login: new FixedWindow(clock, MOST.login, MINUTE_MS),
    };
  }

  check(request: FastifyRequest, route: RouteDeclaration): void {
    const { limit } = route;
    if (limit !== 'read' && limit !== 'change' && limit !== 'login') return;
    if (limit !== 'login' && isLoopback(peerOf(request.raw.socket))) return;
    const waitMs = this.windows[limit].take(peerOf(request.raw.socket));
    if (waitMs === 0) return;
    throw new HttpFault('rate_limited', `Rate limit: too many calls; wait ${Math.ceil(waitMs / 1_000)} s`, {
      retryAfterS: Math.ceil(waitMs / 1_000),
    });
  }
}
