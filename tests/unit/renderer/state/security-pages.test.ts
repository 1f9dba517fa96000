import { describe, expect, it } from 'vitest';
import { securityPages } from '../../../../renderer/state/security-pages.ts';

describe('pages that are offered', () => {
  it.each([
    ['owner', 'page', ['sessions', 'devices', 'users', 'recovery', 'audit', 'exposure']],
    [
      'owner',
      'user',
      ['sessions', 'devices', 'users', 'password', 'totp', 'passkeys', 'recovery', 'audit', 'exposure'],
    ],
    ['trader', 'user', ['sessions', 'devices', 'password', 'totp', 'passkeys', 'recovery']],
    ['viewer', 'user', ['sessions', 'devices', 'password', 'totp', 'passkeys', 'recovery']],
    ['flatten', 'device', ['sessions', 'devices']],
  ] as const)('%s by a %s', (role, kind, pages) => {
    expect(securityPages({ role, kind })).toEqual(pages);
  });
});
