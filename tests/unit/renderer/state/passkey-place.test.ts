import { expect, it } from 'vitest';
import { noPasskeys } from '../../../../renderer/state/passkey-place.ts';

const page = { hostname: 'localhost', port: '3000', isSecure: true, isKnown: true };

it.each(['localhost', 'pitwall.example', 'desk.lan'])('has passkeys at %s', (hostname) => {
  expect(noPasskeys({ ...page, hostname })).toBeUndefined();
});

it.each(['127.0.0.1', '[::1]'])('leads from %s to the name of this machine', (hostname) => {
  expect(noPasskeys({ ...page, hostname })).toMatchObject({ elsewhere: 'http://localhost:3000/login' });
});

it('says what to do where there are none', () => {
  const words = (more: Partial<typeof page>): string | undefined => noPasskeys({ ...page, ...more })?.words;
  expect(words({ hostname: '192.168.1.20' })).toContain('the name of a certificate of your own');
  expect(words({ hostname: '[fd00::1]' })).toContain('the name of a certificate of your own');
  expect(words({ hostname: 'desk.lan', isSecure: false })).toContain('HTTPS');
  expect(words({ isKnown: false })).toContain('This browser');
});
