import type { FastifyRequest } from 'fastify';
import { roleIncludes, type RouteDeclaration } from '../../wire/index.ts';
import type { Credential } from './credential.ts';
import { LOCAL_READER } from './credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from './http-fault.ts';
import { peerOf } from './peer.ts';

export interface Door {
  /** Other machines reach it. */
  readonly exposed: boolean;
  readonly nowMs: number;
  /** Who the caller is; undefined: nobody known. */
  readonly find: (request: FastifyRequest) => Promise<Credential | undefined>;
}

/**
 * The rule of every call at every door: open needs nothing, local nothing on an unexposed loopback port, the rest a role;
 * what changes state needs a token that may act, and beyond `flatten` a log-in needs a password that was typed lately.
 */
export async function admitCall(
  request: FastifyRequest,
  route: RouteDeclaration,
  { exposed, nowMs, find }: Door,
): Promise<Credential> {
  const credential = await find(request);
  request.caller = credential ?? null;
  if (route.access === 'open') return credential ?? LOCAL_READER;
  if (route.access === 'local') {
    if (credential !== undefined) return credential;
    if (!exposed && isLoopback(peerOf(request.raw.socket))) return LOCAL_READER;
    throw unauthorized();
  }
  if (credential === undefined) throw unauthorized();
  if (route.method !== 'GET' && !credential.mayAct) {
    throw new HttpFault(
      'unauthorized',
      'Authentication required: this needs the token, a cookie is good for reading only',
    );
  }
  if (!roleIncludes(credential.role, route.access)) {
    throw new HttpFault('forbidden', `this needs the role ${route.access}, found ${credential.role}`);
  }
  const { tradesUntilMs = Number.POSITIVE_INFINITY } = credential;
  if (route.method !== 'GET' && !roleIncludes('flatten', route.access) && nowMs > tradesUntilMs)
    throw new HttpFault('reauthenticate', 'the password is needed again for this (POST /api/auth/reauthenticate)');
  return credential;
}

function unauthorized(): HttpFault {
  return new HttpFault('unauthorized', 'Authentication required');
}
