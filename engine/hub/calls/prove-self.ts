import type { Credential } from '../../adapters/web/credential.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import type { Proof } from '../../wire/index.ts';
import type { People } from '../people/people.ts';

/**
 * The user behind a log-in's token; devices and the owner's pages have no password here.
 * @throws HttpFault conflict
 */
export function selfOf(people: People, credential: Credential): UserRow {
  const user = people.find(credential.userId);
  if (user === undefined) throw new HttpFault('conflict', 'only a user who logged in with a password has one');
  return user;
}

/**
 * The same, who has just shown to be it.
 * @throws HttpFault as a log-in does
 */
export async function proveSelf(
  people: People,
  credential: Credential,
  shown: Proof,
  address: string,
): Promise<UserRow> {
  const { password, totp, recovery } = shown;
  return people.logIn({ userName: selfOf(people, credential).userName, password, totp, recovery }, address);
}
