import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blocksOf, docsCodeBreaches } from '../../../build/docs-code.ts';

const root = join(import.meta.dirname, '../../..');

function found(text: string): readonly string[] {
  return docsCodeBreaches(root, [{ file: 'docs/page.md', text }]).map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );
}

describe('docsCodeBreaches', () => {
  test('code that compiles in its place, and other languages, are no breach', () => {
    const code = "import type { Limit } from './request.ts';\n\nexport const none: Limit = () => undefined;";
    expect(found(`# Page\n\n\`\`\`ts engine/risk/none.ts\n${code}\n\`\`\`\n\n\`\`\`sh\nnot ts\n\`\`\`\n`)).toEqual([]);
  });

  test('a fault of a type is told with the line of the page', () => {
    const code = "import type { Limit } from './request.ts';\nexport const none: Limit = () => 1;";
    expect(found(`# Page\n\n\`\`\`ts engine/risk/none.ts\n${code}\n\`\`\`\n`)).toEqual([
      expect.stringMatching(/^docs\/page\.md:5: TS2322: Type 'number' is not assignable to type 'Denied'/),
    ]);
  });

  test('a block may import what its room may, names its file, and quotes it where there is one', () => {
    expect(found("```ts engine/risk/x.ts\nimport type {} from '../wire/index.ts';\n```\n")).toEqual([
      "docs/page.md:2: room engine/risk may not import room engine/wire ('../wire/index.ts')",
    ]);
    expect(found('```ts\nexport {};\n```\n')).toEqual(['docs/page.md:1: name the file of this block: ```ts FILE']);
    expect(found('```ts engine/risk/account-cap.ts\nexport {};\n```\n')).toEqual([
      'docs/page.md:1: this is not in engine/risk/account-cap.ts',
    ]);
  });
});

test('blocksOf gives place and text', () => {
  const text = 'a\n```ts x/y.ts\none\n\ntwo\n```\n```\nplain\n```\n';
  expect(blocksOf({ file: 'p.md', text })).toEqual([{ page: 'p.md', line: 3, file: 'x/y.ts', text: 'one\n\ntwo\n' }]);
});
