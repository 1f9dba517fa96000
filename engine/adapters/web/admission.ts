import type { FastifyRequest } from 'fastify';
import { roleIncludes, type RouteDeclaration } from '../../wire/index.ts';
import type { Credential } from './credential.ts';
import type { Held } from './holder-check.ts';
import { LOCAL_READER } from './credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from './http-fault.ts';
import { peerOf } from './peer.ts';

export interface Door {
  /** Other machines reach it. */
  readonly exposed: boolean;
  readonly nowMs: number;
  /** Who the caller is, or why what is shown is worth nothing from him; undefined: nobody known. */
  readonly find: (request: FastifyRequest) => Promise<Held | undefined>;
}

/**
 * The rule of every call at every door: open needs nothing, local nothing on an unexposed loopback port, the rest a role;
 * what changes state needs a token that may act, and beyond `flatten` a log-in needs a password that was typed lately;
 * what only an owner may change, and what is declared so, needs one of the last minutes, except of the owner's token and
 * own page on this machine.
 */
export async function admitCall(
  request: FastifyRequest,
  route: RouteDeclaration,
  { exposed, nowMs, find }: Door,
): Promise<Credential> {
  const held = await find(request);
  const credential = held?.ok === true ? held.credential : undefined;
  request.caller = credential ?? null;
  if (route.access === 'open') return credential ?? LOCAL_READER;
  if (route.access === 'local' && credential === undefined && !exposed && isLoopback(peerOf(request.raw.socket)))
    return LOCAL_READER;
  if (credential === undefined) throw held?.ok === false ? new HttpFault(held.code, held.message) : unauthorized();
  if (route.access === 'local') return credential;
  if (route.method !== 'GET' && !credential.mayAct) {
    throw new HttpFault(
      'unauthorized',
      'Authentication required: this needs a token that may act, this one is good for looking only',
    );
  }
  if (!roleIncludes(credential.role, route.access)) {
    throw new HttpFault('forbidden', `this needs the role ${route.access}, found ${credential.role}`);
  }
  const { tradesUntilMs = Number.POSITIVE_INFINITY } = credential;
  if (route.method !== 'GET' && !roleIncludes('flatten', route.access) && nowMs > tradesUntilMs)
    throw new HttpFault(
      'reauthenticate',
      'the password, or a passkey, is needed again for this (POST /api/auth/reauthenticate)',
    );
  if (route.freshPassword && nowMs > ownsUntilMs(credential, request)) {
    const whose = route.access === 'owner' ? "an owner's password or passkey" : 'the password or a passkey';
    throw new HttpFault(
      'reauthenticate',
      `${whose} is needed for this, shown within the last minutes (POST /api/auth/reauthenticate)`,
    );
  }
  return credential;
}

function ownsUntilMs(credential: Credential, request: FastifyRequest): number {
  const { kind } = credential;
  const isOwners = kind === 'owner' || (kind === 'page' && isLoopback(peerOf(request.raw.socket)));
  return isOwners ? Number.POSITIVE_INFINITY : (credential.ownsUntilMs ?? 0);
}

function unauthorized(): HttpFault {
  return new HttpFault(
    'unauthorized',
    'Authentication required: expected "Authorization: Bearer" with a token that stands (POST /api/auth/login, or the file owner.token), found none that does',
  );
}
