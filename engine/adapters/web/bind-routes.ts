import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Credential } from './credential.ts';
import { HttpFault } from './http-fault.ts';

/** A declared route, as `engine/wire` has them. */
export interface DeclaredRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly access: 'open' | 'local' | Credential['role'];
  readonly limit: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly reply: z.ZodType;
}

export interface Call<R extends DeclaredRoute> {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
  readonly credential: Credential;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type RouteHandlers<T extends Readonly<Record<string, DeclaredRoute>>> = {
  readonly [K in keyof T]: (call: Call<T[K]>) => z.output<T[K]['reply']> | Promise<z.output<T[K]['reply']>>;
};

/** Decides whether a call may go on, and who makes it; throws HttpFault. */
export type Admit = (request: FastifyRequest, route: DeclaredRoute) => Promise<Credential>;

/** Registers every route of a table: admission first, then the check of what came, then the handler. */
export function bindRoutes<T extends Readonly<Record<string, DeclaredRoute>>>(
  app: FastifyInstance,
  table: T,
  admit: Admit,
  handlers: RouteHandlers<T>,
): void {
  for (const key of Object.keys(table) as (keyof T & string)[]) {
    const declared = table[key];
    const handler = handlers[key];
    if (declared === undefined) continue;
    app.route({
      method: declared.method,
      url: declared.path,
      onRequest: async (request) => {
        request.credential = await admit(request, declared);
      },
      handler: async (request, reply) => {
        const { credential } = request;
        if (credential === null) throw new HttpFault(401, 'unauthorized', 'Authentication required');
        const answer = await handler({
          params: checked('parameter', declared.params, request.params),
          query: checked('query', declared.query, request.query),
          body: checked('body', declared.body, request.body),
          credential,
          request,
          reply,
        } as Call<T[typeof key]>);
        reply.header('Cache-Control', 'no-store');
        return reply.sent ? reply : reply.send(answer);
      },
    });
  }
}

function checked(where: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues
    .slice(0, 5)
    .map((issue) => `${[where, ...issue.path].join('.')}: ${issue.message}`);
  throw new HttpFault(400, 'bad_request', issues.join('; '), { issues });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null until admitted. */
    credential: Credential | null;
  }
}

/** To be called once per app before `bindRoutes`. */
export function prepareCredentials(app: FastifyInstance): void {
  app.decorateRequest('credential', null);
}
