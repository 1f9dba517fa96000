import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import type { Clock } from '../../ports/clock.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { Renewed } from '../../wire/index.ts';
import type { Services } from '../people/services.ts';
import { TRADING_MS } from '../people/sessions.ts';

export interface RenewalParts {
  readonly services: Services;
  readonly clock: Clock;
}

/**
 * The session of whoever asks rests on this moment again: its user was shown, or, of a device or an owner's page, which
 * have none, an owner among the users.
 * @param shown who has just been proven, by password or passkey
 * @throws HttpFault forbidden where that is somebody else, unauthorized where the user was changed since
 */
export async function renewSession(
  { services: { people, sessions, devices }, clock }: RenewalParts,
  { userId, kind, sessionId = '' }: Credential,
  shown: UserRow,
): Promise<Renewed> {
  const own = people.find(userId);
  if (own === undefined && shown.role !== 'owner')
    throw new HttpFault('forbidden', 'only a user with the role owner may do that here');
  if (own !== undefined && own.userId !== shown.userId)
    throw new HttpFault('forbidden', `this is a passkey of another user: ${own.userName} uses their own here`);
  if (!people.isPresent(shown)) throw new HttpFault('unauthorized', 'Authentication required: this user was changed');
  await (kind === 'device' ? devices : sessions).authenticated(sessionId);
  return { success: true, until: toIso(clock.now() + TRADING_MS) };
}
