import { describe, expect, it } from 'vitest';
import { hostileJson } from '../../../../../engine/adapters/web/hostile-json.ts';

describe('hostileJson', () => {
  it('lets plain payloads through', () => {
    for (const payload of [undefined, null, 1, 'x', [], {}, { a: [{ b: 1 }] }, ['AAPL']])
      expect(hostileJson(payload)).toBeUndefined();
  });

  it('refuses prototype tricks wherever they are', () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"a":[{"constructor":{"prototype":{}}}]}', '{"prototype":1}']) {
      expect(hostileJson(JSON.parse(text))).toMatch(/the key/);
    }
  });

  it('refuses depth, size and binary data without recursion', () => {
    const deep: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
    expect(hostileJson(deep)).toMatch(/nested/);
    expect(hostileJson(Array.from({ length: 30_000 }, () => 1))).toMatch(/more than/);
    expect(hostileJson({ a: Buffer.from('x') })).toBe('binary data');
  });
});
