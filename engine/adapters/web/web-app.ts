import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Audit } from '../../ports/audit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { CallersPace, type Rate } from '../bounds/callers-pace.ts';
import { networkOf } from '../bounds/network-of.ts';
import { SlowRefusals } from '../bounds/slow-refusals.ts';
import { auditCalls } from './audit-doors.ts';
import type { HolderCheck } from './holder-check.ts';
import { HttpFault } from './http-fault.ts';
import type { OriginGuard } from './origin-guard.ts';
import { peerOf } from './peer.ts';
import { type RefusedOrigins, refusedOriginWords } from './refused-origins.ts';
import { securityHeaders } from './security-headers.ts';

const ALLOWED_METHODS = 'GET, POST, PUT, DELETE, OPTIONS';
const ALLOWED_HEADERS = 'Authorization, Content-Type, DPoP, Idempotency-Key';

/** Largest body of a call. */
const BODY_LIMIT = 256 * 1024;

/** Refusals that one network is told at once; beyond, each waits, whatever it was refused for. */
const REFUSALS: Rate = { atOnce: 100, gapMs: 5 };

export interface WebAppOptions {
  readonly clock: Clock;
  readonly guard: OriginGuard;
  readonly refusedOrigins: RefusedOrigins;
  readonly holders: HolderCheck;
  readonly logger: Logger;
  readonly audit: Audit;
}

/**
 * Fastify as every server of ours wants it: Host and Origin checked before anything else, CORS by exact origin,
 * headers, one shape of error, bounded bodies and slow requests. JSON with prototype tricks is refused by its parser.
 */
export function createWebApp({ clock, guard, refusedOrigins, holders, logger, audit }: WebAppOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    requestTimeout: 20_000,
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
  });
  app.server.headersTimeout = 10_000;
  app.server.maxHeadersCount = 100;

  auditCalls(app, audit);

  const routes: string[] = [];
  app.decorate('routes', routes);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD' && each !== 'OPTIONS') routes.push(`${each} ${url}`);
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(guard));
    if (!guard.hostAllowed(request.headers.host, request.protocol === 'https')) {
      throw new HttpFault(
        'bad_host',
        'the Host header names no address of this installation (names are added with PITWALL_HOST_NAMES)',
      );
    }
    const { origin } = request.headers;
    if (origin !== undefined && guard.origin(origin) === 'refused') {
      refusedOrigins.note(origin);
      throw new HttpFault('bad_origin', refusedOriginWords(origin));
    }
    // Of a browser that sends no Origin with a top-level or no-cors request: another site's page may not make one.
    const site = request.headers['sec-fetch-site'];
    const navigates = request.headers['sec-fetch-mode'] === 'navigate' && request.method === 'GET';
    if (origin === undefined && site === 'cross-site' && !navigates) {
      throw new HttpFault(
        'bad_origin',
        'a page of another site asked without saying which (no Origin): use fetch, with its origin in CORS_ORIGIN',
      );
    }
    if (request.headers['dpop'] !== undefined) reply.header('DPoP-Nonce', holders.nonce());
    reply.header('Vary', 'Origin');
    if (origin !== undefined) {
      reply.header('Access-Control-Allow-Origin', origin);
      reply.header('Access-Control-Expose-Headers', 'DPoP-Nonce, Retry-After');
    }
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      return reply
        .code(204)
        .headers({
          'Access-Control-Allow-Methods': ALLOWED_METHODS,
          'Access-Control-Allow-Headers': ALLOWED_HEADERS,
          'Access-Control-Max-Age': '600',
        })
        .send();
    }
    return undefined;
  });

  app.addHook('onResponse', async ({ method, routeOptions, caller }, { statusCode, elapsedTime }) => {
    // The route as it is declared: what stands in an address is the caller's.
    const call = { method, route: routeOptions.url ?? '', status: statusCode, ms: Math.round(elapsedTime) };
    logger.debug('call', { ...call, actor: caller?.userName ?? '' });
  });

  const pace = new CallersPace(clock, REFUSALS);
  const refusals = new SlowRefusals(clock);
  app.addHook('onError', async (request, _reply, error) => {
    const { status, code } = toFault(error);
    // What failed here is no caller's fault, and whoever lacks only the nonce has shown a token: their flatten goes on at once.
    if (status >= 500 || code === 'use_dpop_nonce') return;
    if (pace.waitMs(networkOf(peerOf(request.raw.socket))) > 0) await refusals.hold();
  });
  app.setErrorHandler((error: FastifyError | HttpFault, request, reply) => {
    const fault = toFault(error);
    request.refusal = fault.code;
    if (fault.status >= 500)
      logger.error('a call failed', { code: fault.code, message: error.message, stack: error.stack });
    reply.header('Cache-Control', 'no-store');
    if (fault.code === 'use_dpop_nonce' || fault.code === 'invalid_dpop_proof')
      reply.header('WWW-Authenticate', `DPoP error="${fault.code}", algs="ES256"`);
    const retryAfterS = fault.details?.['retryAfterS'];
    if (typeof retryAfterS === 'number') reply.header('Retry-After', retryAfterS);
    void reply.code(fault.status).send(fault.body());
  });
  app.setNotFoundHandler((request) => {
    throw new HttpFault('not_found', `there is no ${request.method} ${request.url.split('?')[0] ?? ''}`);
  });

  // A call without a body may come with a JSON content type (the documents' pages do that): an empty body is no error.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.declared?.takes === 'bytes') done(null, body);
    else done(new HttpFault('bad_request', 'the body must be JSON', undefined, 415));
  });
  // A form that another page posts without a preflight is nobody's call.
  app.removeContentTypeParser('text/plain');
  return app;
}

function toFault(error: FastifyError | HttpFault): HttpFault {
  if (error instanceof HttpFault) return error;
  const status = error.statusCode ?? 500;
  if (status === 413) return new HttpFault('too_large', 'the body is too large');
  if (status === 415) return new HttpFault('bad_request', 'the body must be JSON', undefined, status);
  if (status >= 400 && status < 500) return new HttpFault('bad_request', error.message, undefined, status);
  return new HttpFault('internal', 'an error of this server');
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every registered route, for the test that holds them against the declarations. */
    readonly routes: readonly string[];
  }
}
