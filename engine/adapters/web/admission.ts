import type { FastifyRequest } from 'fastify';
import type { DeclaredRoute } from './bind-routes.ts';
import type { Credential } from './credential.ts';
import { LOCAL_READER } from './credential.ts';
import { isLoopbackPeer } from './hosts.ts';
import { HttpFault } from './http-fault.ts';
import { peerOf } from './peer.ts';

const RANK = { viewer: 0, flatten: 1, trader: 2, owner: 3 } as const;

/** True when `have` contains `need`. */
export function hasRole(have: Credential['role'], need: Credential['role']): boolean {
  return RANK[have] >= RANK[need];
}

/**
 * The rule of every call: open needs nothing, local nothing on an unexposed loopback port, the rest a role; what
 * changes state needs a token that may act. `find` tells who the caller is; undefined: nobody known.
 */
export async function admitCall(
  request: FastifyRequest,
  route: DeclaredRoute,
  exposed: boolean,
  find: (request: FastifyRequest) => Promise<Credential | undefined>,
): Promise<Credential> {
  if (route.access === 'open') return (await find(request)) ?? LOCAL_READER;
  const credential = await find(request);
  if (route.access === 'local') {
    if (credential !== undefined) return credential;
    if (!exposed && isLoopbackPeer(peerOf(request.raw.socket))) return LOCAL_READER;
    throw unauthorized();
  }
  if (credential === undefined) throw unauthorized();
  if (route.method !== 'GET' && !credential.mayAct) {
    throw new HttpFault(
      401,
      'unauthorized',
      'Authentication required: this needs the token, a cookie is good for reading only',
    );
  }
  if (!hasRole(credential.role, route.access)) {
    throw new HttpFault(403, 'forbidden', `this needs the role ${route.access}, found ${credential.role}`);
  }
  return credential;
}

function unauthorized(): HttpFault {
  return new HttpFault(401, 'unauthorized', 'Authentication required');
}
