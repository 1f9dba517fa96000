import type { Session } from './cockpit.ts';

/** Pages of the security panel, in the order in which they stand. */
export const SECURITY_PAGES = [
  'sessions',
  'devices',
  'users',
  'password',
  'totp',
  'passkeys',
  'recovery',
  'audit',
  'exposure',
] as const;
export type SecurityPage = (typeof SECURITY_PAGES)[number];

export const SECURITY_TITLES: Readonly<Record<SecurityPage, string>> = {
  sessions: 'Sessions',
  devices: 'Devices',
  users: 'Users',
  password: 'Password',
  totp: 'Authenticator app',
  passkeys: 'Passkeys',
  recovery: 'Recovery',
  audit: 'Audit log',
  exposure: 'Exposure',
};

const FOR_OWNER: readonly SecurityPage[] = ['users', 'audit', 'exposure'];
/** Of somebody with a name and a password: the owner's page and a paired device have none. */
const FOR_USER: readonly SecurityPage[] = ['password', 'totp', 'passkeys'];

/** What a role may not do is not offered. */
export function securityPages({ role, kind }: Pick<Session, 'role' | 'kind'>): readonly SecurityPage[] {
  return SECURITY_PAGES.filter((page) => {
    if (FOR_OWNER.includes(page)) return role === 'owner';
    if (FOR_USER.includes(page)) return kind === 'user';
    // Codes are a user's; how the owner gets in again concerns the owner's page too.
    if (page === 'recovery') return kind === 'user' || role === 'owner';
    return true;
  });
}
