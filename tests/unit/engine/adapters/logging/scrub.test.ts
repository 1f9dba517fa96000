import { expect, test } from 'vitest';
import { Scrubber } from '../../../../../engine/adapters/logging/scrub.ts';

test('known values are hidden wherever they stand', () => {
  const scrubber = new Scrubber();
  scrubber.add('k9-very-secret-value');
  scrubber.add('short');
  scrubber.add(undefined);
  expect(scrubber.text('a k9-very-secret-value b short')).toBe('a [hidden] b short');
  expect(scrubber.fields({ deep: [{ note: 'k9-very-secret-value' }] })).toEqual({ deep: [{ note: '[hidden]' }] });
});

test.each([
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [hidden]'],
  ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig here', 'jwt [hidden] here'],
  ['rediss://user:pass@host:6379/0', 'rediss://[hidden]@host:6379/0'],
  ['GET /login?code=12345&next=/', 'GET /login?code=[hidden]&next=/'],
  ['http://127.0.0.1:3000/#t=abcdef', 'http://127.0.0.1:3000/#t=[hidden]'],
  ['nothing of that: http://127.0.0.1:3000/api?from=1', 'nothing of that: http://127.0.0.1:3000/api?from=1'],
])('%s', (text, clean) => {
  expect(new Scrubber().text(text)).toBe(clean);
});

test('fields are hidden by name, at any depth; where a secret lies may be said', () => {
  const fields = {
    token: 'a',
    refreshToken: 'b',
    headers: { Cookie: 'c', 'Set-Cookie': 'd', host: 'e' },
    user: { password: 'f', name: 'g' },
    tokenFile: '/data/owner.token',
    secret: undefined,
    count: 3,
  };
  expect(new Scrubber().fields(fields)).toEqual({
    token: '[hidden]',
    refreshToken: '[hidden]',
    headers: { Cookie: '[hidden]', 'Set-Cookie': '[hidden]', host: 'e' },
    user: { password: '[hidden]', name: 'g' },
    tokenFile: '/data/owner.token',
    secret: undefined,
    count: 3,
  });
});

test('errors keep their stack, rings do not hang', () => {
  const ring: Record<string, unknown> = {};
  ring['self'] = ring;
  const clean = new Scrubber().fields({ error: new Error('boom Bearer abc'), ring, big: 1n });
  expect(clean['error']).toContain('boom Bearer [hidden]');
  expect(JSON.stringify(clean)).toContain('[deep]');
  expect(clean['big']).toBe('1');
});
