import type { FastifyRequest } from 'fastify';
import { roleIncludes, type RouteDeclaration } from '../../wire/index.ts';
import type { Credential } from './credential.ts';
import { LOCAL_READER } from './credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from './http-fault.ts';
import { peerOf } from './peer.ts';

/**
 * The rule of every call: open needs nothing, local nothing on an unexposed loopback port, the rest a role; what
 * changes state needs a token that may act. `find` tells who the caller is; undefined: nobody known.
 */
export async function admitCall(
  request: FastifyRequest,
  route: RouteDeclaration,
  exposed: boolean,
  find: (request: FastifyRequest) => Promise<Credential | undefined>,
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
  return credential;
}

function unauthorized(): HttpFault {
  return new HttpFault('unauthorized', 'Authentication required');
}
