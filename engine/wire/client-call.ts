import type { z } from 'zod';
import type { Method, Params, Query, RouteDeclaration } from './declaration.ts';

/** The members of a call that a route wants, or may have; none where its schema has nothing to say. */
type Part<Name extends string, Given> = unknown extends Given
  ? unknown
  : Record<string, never> extends Given
    ? { readonly [N in Name]?: Given }
    : undefined extends Given
      ? { readonly [N in Name]?: Given }
      : { readonly [N in Name]: Given };

export type CallBody<R extends RouteDeclaration> = z.input<R['body']>;

/** What a client gives with a call of a route: parameters of the path, the query, the body. */
export type CallInput<R extends RouteDeclaration> = Part<'params', Params<R>> &
  Part<'query', Query<R>> &
  Part<'body', CallBody<R>>;

/** The same, of any route. */
export interface AnyCallInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

export interface HttpCall {
  readonly method: Method;
  /** From the server's root, with its query. */
  readonly path: string;
  /** Bytes, else JSON; undefined: the call has no body. */
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
}

/**
 * A call of a declared route as it goes over HTTP.
 * @throws Error when a parameter of the path is not given
 */
export function callOf(route: Pick<RouteDeclaration, 'method' | 'path' | 'takes'>, input: AnyCallInput = {}): HttpCall {
  const { method } = route;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = input.params?.[name];
    if (value === undefined) throw new Error(`expected the parameter ${name} of ${method} ${route.path}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(key, String(value));
  const search = query.toString();
  return {
    method,
    path: search === '' ? path : `${path}?${search}`,
    body: bodyOf(route, input.body),
  };
}

function bodyOf({ method, takes }: Pick<RouteDeclaration, 'method' | 'takes'>, body: unknown): HttpCall['body'] {
  if (method !== 'POST' && method !== 'PUT') return undefined;
  // The input of such a route is bytes by its schema.
  return takes === 'bytes' ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body ?? {});
}
