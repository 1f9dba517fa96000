import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programVersion } from '../../../../engine/host/version.ts';

test("is the package's own, from any depth, and never another package's", () => {
  const file = join(import.meta.dirname, '../../../../package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(programVersion()).toBe(version);
  expect(programVersion(new URL('../../../../dist/engine/host/main.js', import.meta.url).href)).toBe(version);
  expect(programVersion(new URL('../../../../node_modules/zod/index.js', import.meta.url).href)).toBe(version);
  expect(programVersion('file:///nowhere/main.js')).toBe('0.0.0');
});
