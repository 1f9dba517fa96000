import { expect, test } from 'vitest';
import { factBreaches, type Fact } from '../../../build/docs-facts.ts';

const TEXTS: Readonly<Record<string, string>> = {
  'docs/desk.md': 'It waits for\n2 s.',
  'engine/wait.ts': 'const WAIT_MS =\n  2_000;',
};
const fact: Fact = { page: 'docs/desk.md', says: 'waits for 2 s', file: 'engine/wait.ts', code: 'WAIT_MS = 2_000' };
const found = (...table: readonly Fact[]) =>
  factBreaches((file) => TEXTS[file] ?? '', table).map(({ message }) => message);

test('a figure stands in the page and in the code, or it is a breach', () => {
  expect(found(fact)).toEqual([]);
  expect(found({ ...fact, says: 'waits for 3 s' })).toEqual([
    'does not say "waits for 3 s" any more (build/docs-facts.ts)',
  ]);
  expect(found({ ...fact, code: 'WAIT_MS = 3_000' })).toEqual([
    'says "waits for 2 s", but engine/wait.ts has no "WAIT_MS = 3_000" (build/docs-facts.ts)',
  ]);
});
