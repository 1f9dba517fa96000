import type { FastifyRequest } from 'fastify';
import { printable } from '../../domain/printable.ts';
import { provenAs } from '../../adapters/web/audit-doors.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import type { LoginReply } from '../../wire/index.ts';
import type { Services } from '../people/services.ts';
import type { Opened } from '../people/sessions.ts';

export interface SessionParts {
  readonly services: Services;
  /** Told of a log-in from a device that this user has not used before. */
  readonly newDevice: (user: UserRow, device: string, address: string) => void;
}

/**
 * The session of a user who has just been proven, by whatever it was.
 * @param jkt thumbprint of the page's key; undefined: a program logs in
 * @throws HttpFault unauthorized where the user was changed or removed since
 */
export async function openSession(
  { services, newDevice }: SessionParts,
  request: FastifyRequest,
  user: UserRow,
  jkt: string | undefined,
): Promise<LoginReply> {
  const { people, sessions } = services;
  const device = printable((request.headers['user-agent'] ?? 'a program').slice(0, 120));
  const address = peerOf(request.raw.socket);
  provenAs(request, { ...user, device });
  const isNew = sessions.isNewDevice(user.userId, device, address);
  if (!people.isPresent(user)) throw new HttpFault('unauthorized', 'Authentication required: this user was changed');
  const { sessionID, ...opened } = await sessions.open(user, device, address, jkt);
  const { told } = await tokensOf(services, opened, address);
  if (isNew) newDevice(user, device, address);
  return { sessionID, ...told };
}

/** @throws HttpFault where the session is nobody's any more */
export async function tokensOf({ identity }: Services, { token, refreshToken, expiresIn }: Opened, address: string) {
  const credential = await identity.ofToken(token, address);
  if (credential === undefined) throw new HttpFault('unauthorized', 'Authentication required: this user was changed');
  const { userId, userName, role } = credential;
  return { credential, told: { userId, userName, role, token, refreshToken, expiresIn } };
}
