import { expect, test } from 'vitest';
import { OriginGuard } from '../../../../../engine/adapters/web/origin-guard.ts';
import { securityHeaders } from '../../../../../engine/adapters/web/security-headers.ts';

const guard = new OriginGuard({ ports: [3000], names: ['127.0.0.1'], extraOrigins: ['https://desk.example'] });

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

test('it talks to and frames this installation alone, and is framed by it and by configured origins', () => {
  const policy = directives();
  expect(policy.get('connect-src')).toBe("'self' http://127.0.0.1:3000 ws://127.0.0.1:3000");
  expect(policy.get('frame-ancestors')).toBe("'self' http://127.0.0.1:3000 https://desk.example");
  expect(policy.get('frame-src')).toBe("'self' http://127.0.0.1:3000");
});
