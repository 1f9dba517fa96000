import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepSecret, linkSecret, randomSecret, readSecret } from '../../../../engine/host/secret-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pwt-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a kept secret is made once, readable by its owner alone', () => {
  const file = join(folder, 'owner.token');
  const secret = keepSecret(file);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  expect(keepSecret(file)).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['owner.token']);
});

test('an emptied file is no secret', () => {
  const file = join(folder, 'owner.token');
  writeFileSync(file, '\n');
  expect(readSecret(file)).toBeUndefined();
  expect(keepSecret(file)).toHaveLength(43);
});

test("a link's secret is new at each start, except where somebody still knows the old one", () => {
  const file = join(folder, 'secret');
  const first = linkSecret(file, true);
  expect(linkSecret(file, true)).toBe(first);
  expect(linkSecret(file, false)).not.toBe(first);
  expect(randomSecret()).not.toBe(randomSecret());
});
