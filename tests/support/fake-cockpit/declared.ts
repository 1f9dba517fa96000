import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'socket.io';
import { HttpFault } from '../../../engine/adapters/web/http-fault.ts';
import type {
  Body,
  ErrorCode,
  EventTable,
  Params,
  Query,
  Reply,
  RouteDeclaration,
  RouteTable,
} from '../../../engine/wire/index.ts';
import { bodyOf, bytesOf, sendJson } from './serve.ts';

export interface FakeCall<R extends RouteDeclaration> {
  readonly params: Params<R>;
  readonly query: Query<R>;
  readonly body: Body<R>;
}

/** Answers by the names of a route table. */
export type FakeHandlers<T extends RouteTable> = {
  readonly [N in keyof T]?: (call: FakeCall<T[N]>) => Reply<T[N]> | Promise<Reply<T[N]>>;
};

/** A refusal that the page must live with: no fault of its. */
export function refuse(code: ErrorCode, message: string): never {
  throw new HttpFault(code, message);
}

interface Matched {
  readonly name: string;
  readonly route: RouteDeclaration;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a path; one that is written out goes before one with parameters, as with the real servers. */
function routeAt(table: RouteTable, method: string, path: string): Matched | undefined {
  const given = path.split('/');
  const found = Object.entries(table).flatMap(([name, route]): Matched[] => {
    const wanted = route.path.split('/');
    if (route.method !== method || wanted.length !== given.length) return [];
    const params: Record<string, string> = {};
    for (const [index, part] of wanted.entries()) {
      const value = given[index] ?? '';
      if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
      else if (part !== value) return [];
    }
    return [{ name, route, params }];
  });
  return found.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

/**
 * Calls of a fake server, by the real route table. What the page asks that is not declared, or not as declared, and what
 * the fake itself answers wrongly, stands in `faults`: the test fails on them.
 */
export class DeclaredCalls<T extends RouteTable> {
  private readonly table: T;
  private readonly handlers: FakeHandlers<T>;
  private readonly isAdmitted: (request: IncomingMessage, route: RouteDeclaration) => boolean;
  private readonly faults: string[];

  constructor(
    table: T,
    handlers: FakeHandlers<T>,
    isAdmitted: (request: IncomingMessage, route: RouteDeclaration) => boolean,
    faults: string[],
  ) {
    this.table = table;
    this.handlers = handlers;
    this.isAdmitted = isAdmitted;
    this.faults = faults;
  }

  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    try {
      sendJson(response, 200, await this.reply(request, url));
    } catch (error) {
      const fault = error instanceof HttpFault ? error : new HttpFault('internal', String(error));
      if (fault !== error) this.faults.push(`${request.method} ${url.pathname}: ${String(error)}`);
      sendJson(response, fault.status, fault.body());
    }
  }

  private async reply(request: IncomingMessage, url: URL): Promise<unknown> {
    const matched = routeAt(this.table, request.method ?? '', url.pathname);
    if (matched === undefined) throw new Error('no such route is declared');
    const { name, route, params } = matched;
    if (!this.isAdmitted(request, route)) refuse('unauthorized', 'a token is needed');
    const handler = this.handlers[name as keyof T];
    if (handler === undefined) throw new Error(`the fake has no answer for ${name}`);
    const call = {
      params: route.params.parse(params),
      query: route.query.parse(Object.fromEntries(url.searchParams)),
      body: route.body.parse(route.takes === 'bytes' ? await bytesOf(request) : await bodyOf(request)),
    };
    return route.reply.parse(await handler(call as FakeCall<T[keyof T]>));
  }
}

/** Holds what a page sends over a socket against the declarations. */
export function checkTaken(socket: Pick<Socket, 'onAny'>, table: EventTable, faults: string[]): void {
  socket.onAny((name: string, payload: unknown) => {
    const declared = Object.hasOwn(table, name) ? table[name] : undefined;
    if (declared === undefined) faults.push(`no event ${name} is declared`);
    else if (!declared.payload.safeParse(payload).success) faults.push(`${name}: ${JSON.stringify(payload)}`);
  });
}
