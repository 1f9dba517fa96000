import { expect, test } from 'vitest';
import type { OriginGuard } from '../../../../../engine/adapters/web/origin-guard.ts';
import { securityHeaders } from '../../../../../engine/adapters/web/security-headers.ts';

const guard = { origins: (kind: string) => [`${kind}://127.0.0.1:3000`] } as unknown as OriginGuard;

function directives(): ReadonlyMap<string, string> {
  const policy = securityHeaders(guard)['Content-Security-Policy'] ?? '';
  return new Map(policy.split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1).join(' ')]));
}

test('a page runs scripts of its own files alone: nothing inline, nothing evaluated, nothing from elsewhere', () => {
  const policy = directives();
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('object-src')).toBe("'none'");
  expect(policy.get('base-uri')).toBe("'none'");
  expect([...policy.values()].join(' ')).not.toMatch(/unsafe-eval|\*|(?:^| )https?:(?: |$)/);
});

test('it talks to, frames and is framed by this installation alone', () => {
  const policy = directives();
  expect(policy.get('connect-src')).toBe("'self' http://127.0.0.1:3000 ws://127.0.0.1:3000");
  expect(policy.get('frame-ancestors')).toBe("'self' http://127.0.0.1:3000");
});
