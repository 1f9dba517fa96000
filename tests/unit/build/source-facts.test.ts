import { expect, test } from 'vitest';
import { readFacts, UnparsableSource } from '../../../build/source-facts.ts';

test('a file that does not parse is an error, not a file without imports', () => {
  expect(() => readFacts('x.ts', 'import { from;')).toThrow(UnparsableSource);
});

test('lines are counted from 1', () => {
  expect(readFacts('x.ts', `import 'a';\n\nimport 'b';`).imports).toEqual([
    { specifier: 'a', line: 1 },
    { specifier: 'b', line: 3 },
  ]);
});
