import type { FastifyInstance } from 'fastify';
import type { Admit } from '../../adapters/web/bind-routes.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import { type RouteDeclaration, SYMBOL_ROUTES } from '../../wire/index.ts';
import type { Credential } from '../../adapters/web/credential.ts';

const RELAY_LIFE_MS = 60_000;
const TIMEOUT_MS = 8_000;

/** A token for one call or connection of the hub's own to a symbol server, in somebody's name: it judges them itself. */
export function relayToken(tokens: TokenCheck, credential: Credential, peer: string): Promise<string> {
  return tokens.signRelay(credential, peer, RELAY_LIFE_MS);
}

/**
 * `/symbols/{id}/...`: each symbol server's calls over the hub's one port, for browsers on other machines. The rights are
 * those of the call; what loopback reads freely needs a viewer here.
 */
export function bindRelay(
  app: FastifyInstance,
  admit: Admit,
  { tokens, urlOf }: { readonly tokens: TokenCheck; readonly urlOf: (strategy: string) => string | undefined },
): void {
  for (const [routeName, declared] of Object.entries(SYMBOL_ROUTES) as [string, RouteDeclaration][]) {
    const { method, path } = declared;
    const access = declared.access === 'local' ? ('viewer' as const) : declared.access;
    app.route<{ Params: Record<string, string> }>({
      method,
      url: `/symbols/:symbol${path}`,
      exposeHeadRoute: false,
      config: { declared, routeName, isRelayed: true },
      onRequest: async (request) => {
        request.credential = await admit(request, { ...declared, access });
      },
      handler: async (request, reply) => {
        const { credential, params } = request;
        const base = urlOf(params['symbol'] ?? '');
        if (base === undefined) throw new HttpFault('not_found', `there is no symbol server "${params['symbol']}" now`);
        if (credential === null) throw new HttpFault('unauthorized', 'Authentication required');
        const target = new URL(
          path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? '')),
          base,
        );
        target.search = new URL(request.url, base).search;
        const key = request.headers['idempotency-key'];
        const body = method === 'GET' || request.body === undefined ? undefined : JSON.stringify(request.body);
        let answer: Response;
        try {
          answer = await fetch(target, {
            method,
            redirect: 'error',
            signal: AbortSignal.timeout(TIMEOUT_MS),
            headers: {
              authorization: `Bearer ${await relayToken(tokens, credential, peerOf(request.raw.socket))}`,
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...(typeof key === 'string' ? { 'idempotency-key': key } : {}),
            },
            ...(body === undefined ? {} : { body }),
          });
        } catch {
          throw new HttpFault('not_ready', `the symbol server of ${params['symbol']} does not answer`);
        }
        return reply
          .code(answer.status)
          .header('Cache-Control', 'no-store')
          .type('application/json')
          .send(await answer.text());
      },
    });
  }
}
