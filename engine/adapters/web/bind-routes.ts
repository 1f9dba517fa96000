import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { PIECE_BYTES } from '../../wire/index.ts';
import type { Body, Params, Query, Reply, RouteDeclaration, RouteTable } from '../../wire/index.ts';
import type { Credential } from './credential.ts';
import { tellAbout } from './audit-doors.ts';
import { EncodedBody } from '../bounds/encoded-body.ts';
import { HttpFault } from './http-fault.ts';

export interface Call<R extends RouteDeclaration> {
  readonly params: Params<R>;
  readonly query: Query<R>;
  readonly body: Body<R>;
  readonly credential: Credential;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A route's reply, or the same as JSON already. */
type Answer<R extends RouteDeclaration> = Reply<R> | EncodedBody;

export type RouteHandlers<T extends RouteTable> = {
  readonly [K in keyof T]: (call: Call<T[K]>) => Answer<T[K]> | Promise<Answer<T[K]>>;
};

/** Decides whether a call may go on, and who makes it; throws HttpFault. */
export type Admit = (request: FastifyRequest, route: RouteDeclaration) => Promise<Credential>;

/** Registers every route of a table: admission first, then the check of what came, then the handler. */
export function bindRoutes<T extends RouteTable>(
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
      config: { declared, routeName: key },
      ...(declared.takes === 'bytes' ? { bodyLimit: PIECE_BYTES } : {}),
      onRequest: async (request) => {
        request.credential = await admit(request, declared);
      },
      handler: async (request, reply) => {
        const { credential } = request;
        if (credential === null) throw new HttpFault('unauthorized', 'Authentication required');
        const params = checked('parameter', declared.params, request.params);
        const query = checked('query', declared.query, request.query);
        const body = checked('body', declared.body, request.body);
        tellAbout(request, declared, params, body);
        const answer = await handler({
          params,
          query,
          body,
          credential,
          request,
          reply,
        } as Call<T[typeof key]>);
        reply.header('Cache-Control', 'no-store');
        if (reply.sent) return reply;
        if (answer instanceof EncodedBody) return reply.type('application/json; charset=utf-8').send(answer.bytes);
        return reply.send(answer);
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
  throw new HttpFault('bad_request', issues.join('; '), { issues });
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
