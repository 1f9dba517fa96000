import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Socket } from 'socket.io';
import { AUDIT_OK, type AuditNote } from '../../domain/audit.ts';
import type { Audit } from '../../ports/audit.ts';
import type { ErrorCode, Role, RouteDeclaration } from '../../wire/index.ts';
import { peerOf } from './peer.ts';

/** Who came to a door, as the audit log names it. */
export interface Caller {
  readonly userName: string;
  readonly role: Role;
  readonly device: string;
  /** Of a credential: "local" is somebody on this machine who showed nothing. */
  readonly kind?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who it proved to be, also where that was not enough; null: nobody known. */
    caller: Caller | null;
    /** What a change is about, in words; null: the parameters say so. */
    about: string | null;
    /** The code with which it was refused. */
    refusal: ErrorCode | null;
  }
  interface FastifyContextConfig {
    readonly declared?: RouteDeclaration;
    /** Its name in the table. */
    readonly routeName?: string;
    /** Done by another server, which notes it; only what does not come there is noted here. */
    readonly isRelayed?: boolean;
  }
}

/** Every call that changes something leaves a row when it is answered, allowed or denied. To be called before routes are bound. */
export function auditCalls(app: FastifyInstance, audit: Audit): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('about', null);
  app.decorateRequest('refusal', null);
  app.addHook('onSend', (request, reply, payload, done) => {
    const note = noteOf(request, reply.statusCode);
    if (note !== undefined) audit.note(note);
    done(null, payload);
  });
}

/** Says of a call that lets somebody in who that is. */
export function provenAs(request: FastifyRequest, caller: Caller): void {
  request.caller = caller;
}

/** What a call's row says that a declaration does not: what it is about. */
export function tellAbout(request: FastifyRequest, declared: RouteDeclaration, params: unknown, body: unknown): void {
  // Both were held against the declared schemas of this very route; the table of routes is of many shapes.
  request.about = declared.audit?.about?.({ params, body } as never) ?? null;
}

function noteOf(request: FastifyRequest, status: number): AuditNote | undefined {
  const { declared, routeName = '', isRelayed } = request.routeOptions.config;
  if (declared?.audit === undefined) return undefined;
  const { refusal, about } = request;
  // The page asks once more, with the nonce that it was given: that is the call.
  if (refusal === 'use_dpop_nonce') return undefined;
  if (refusal === null && (isRelayed === true || status >= 400)) return undefined;
  const { kind, what } = declared.audit;
  return {
    kind,
    what: what ?? kebab(routeName),
    ...callerPart(request.caller, request.headers['user-agent']),
    address: peerOf(request.raw.socket),
    // Fastify gives a path's parameters as texts.
    scope: about ?? Object.values(request.params as Record<string, string>).join(' '),
    cause: causeOf(request.body),
    result: refusal ?? AUDIT_OK,
  };
}

/** A socket that was not let in; one that only needs a younger nonce comes again at once. */
export function auditRefusedSocket(audit: Audit, socket: Socket, code: ErrorCode, caller: Caller | undefined): void {
  if (code === 'use_dpop_nonce') return;
  audit.note({
    ...connectNote(socket.nsp.name, code),
    ...callerPart(caller, socket.handshake.headers['user-agent']),
    address: peerOf(socket.request.socket, socket.handshake.address),
  });
}

/** A connection that was refused before it was a socket. */
export function auditRefusedHandshake(audit: Audit, request: IncomingMessage, code: ErrorCode): void {
  audit.note({
    ...connectNote('', code),
    ...callerPart(undefined, request.headers['user-agent']),
    address: peerOf(request.socket),
  });
}

/** A message of a socket that does something, taken or refused. */
export function auditMessage(audit: Audit, socket: Socket, name: string, result: string): void {
  // `admitSocket` put it there; a socket that was not let in has none.
  const { credential } = socket.data as { readonly credential?: Caller };
  audit.note({
    kind: 'command',
    what: name,
    ...callerPart(credential, socket.handshake.headers['user-agent']),
    address: peerOf(socket.request.socket, socket.handshake.address),
    scope: socket.nsp.name,
    cause: '',
    result,
  });
}

function connectNote(scope: string, result: string): Pick<AuditNote, 'kind' | 'what' | 'scope' | 'cause' | 'result'> {
  return { kind: 'session', what: 'connect', scope, cause: '', result };
}

function callerPart(
  caller: Caller | null | undefined,
  userAgent: string | undefined,
): Pick<AuditNote, 'actor' | 'isOwner' | 'device'> {
  if (caller === null || caller === undefined || caller.kind === 'local') {
    return { actor: '', isOwner: false, device: userAgent ?? 'a program' };
  }
  return { actor: caller.userName, isOwner: caller.role === 'owner', device: caller.device };
}

function causeOf(body: unknown): string {
  const cause = typeof body === 'object' && body !== null && 'cause' in body ? body.cause : undefined;
  return typeof cause === 'string' ? cause : '';
}

/** "startPairing" as "start-pairing". */
function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
