import type { z } from 'zod';
import type { AuditKind } from '../domain/audit.ts';
import type { Role } from '../domain/role.ts';

/**
 * One declaration per message and route: name, schema, direction, role, limit. It gives both ends' types, the check at
 * run time, the published documents, and the test that fails on anything undeclared.
 */

/** Which of the five source documents asks for it; "pitwall" for our own additions. */
export type SourceDocument = '000' | '001' | '002' | '003' | '004' | 'pitwall';

/**
 * What it takes. open: nothing. local: nothing on a loopback address, `viewer` elsewhere. The rest are roles; what
 * changes state needs a token that may act.
 */
export type Access = 'open' | 'local' | Role;

/**
 * Which limit counts it. free: none (all that reduces risk). message: the messages a minute of a user. once, ten: also
 * so many times per 60 s, the first of each on a socket free. login: attempts per address and name. read, change: HTTP
 * calls a minute.
 */
export type LimitClass = 'free' | 'message' | 'once' | 'ten' | 'login' | 'read' | 'change';

export interface EventDeclaration<S extends z.ZodType = z.ZodType> {
  readonly from: readonly SourceDocument[];
  readonly access: Access;
  readonly limit: LimitClass;
  readonly doc: string;
  readonly payload: S;
}

/** An event that the server sends: everybody who is admitted may have it unless it says otherwise. */
export function sent<S extends z.ZodType>(
  from: readonly SourceDocument[],
  doc: string,
  payload: S,
  access: Access = 'viewer',
): EventDeclaration<S> {
  return { from, access, limit: 'free', doc, payload };
}

/** An event that a client sends. */
export function taken<S extends z.ZodType>(
  from: readonly SourceDocument[],
  limit: LimitClass,
  doc: string,
  payload: S,
  access: Access = 'viewer',
): EventDeclaration<S> {
  return { from, access, limit, doc, payload };
}

export type EventTable = Readonly<Record<string, EventDeclaration>>;

/** Payload of an event of a table, as it goes out. */
export type Payload<T extends EventTable, N extends keyof T> = z.output<T[N]['payload']>;

/** Handlers by event, in the form that Socket.IO's types want. */
export type Handlers<T extends EventTable> = {
  [N in keyof T & string]: (payload: Payload<T, N>) => void;
};

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** How a change stands in the audit log. */
export interface AuditDeclaration {
  readonly kind: AuditKind;
  /** Undefined: the route's own name in the table. */
  readonly what: string | undefined;
  /** What or whom it is about; without it the parameters say so. */
  readonly about: ((call: { readonly params: never; readonly body: never }) => string) | undefined;
}

/** True for an event of a client's that does more than ask for something to be shown. */
export function changesSomething({ access }: EventDeclaration): boolean {
  return access !== 'open' && access !== 'local' && access !== 'viewer';
}

export interface RouteDeclaration<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
  M extends Method = Method,
> {
  readonly method: M;
  /** With ":name" for parameters. */
  readonly path: string;
  readonly from: readonly SourceDocument[];
  readonly access: Access;
  readonly limit: LimitClass;
  /** It wants a password typed within the last minutes: whatever only an owner may change, and what says so. */
  readonly freshPassword: boolean;
  readonly doc: string;
  /** What a body is sent as. */
  readonly takes: 'json' | 'bytes';
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
  /** What the audit log says of it; undefined: it changes nothing. */
  readonly audit: AuditDeclaration | undefined;
}

export type RouteTable = Readonly<Record<string, RouteDeclaration>>;

export type Params<R extends RouteDeclaration> = z.output<R['params']>;
export type Query<R extends RouteDeclaration> = z.output<R['query']>;
export type Body<R extends RouteDeclaration> = z.output<R['body']>;
export type Reply<R extends RouteDeclaration> = z.output<R['reply']>;
