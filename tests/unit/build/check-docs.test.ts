import { describe, expect, test } from 'vitest';
import { readFacts } from '../../../build/source-facts.ts';
import { anchorsOf, commentBreaches, docsBreaches } from '../../../build/check-docs.ts';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "scripts": { "bench": "" } }',
  'engine/risk/check-entry.ts': "export const LIMITS = ['--seed'];",
  'engine/desk/core/intake.ts': 'export class DeskIntake {}',
  'docs/desk.md': '# The desk\n\n## Blocks\n',
  'docs/README.md': '[desk](desk.md)',
};

/** Messages about one page of this text. */
function found(text: string): readonly string[] {
  const texts: Readonly<Record<string, string>> = { ...FILES, 'README.md': text };
  const pages = [{ file: 'README.md', text }];
  return docsBreaches(Object.keys(texts), pages, (file) => texts[file] ?? '').map(
    ({ line, message }) => `${line}: ${message}`,
  );
}

describe('docsBreaches', () => {
  test.each([
    '`engine/risk/check-entry.ts`',
    '`engine/risk/check-entry`, `engine/risk/`, `desk/core`, `intake.ts`, `engine/*/core`, `engine/risk/NAME.ts`',
    '`LIMITS` and `DeskIntake`',
    'an [anchor](docs/desk.md#blocks), [another](#here), [elsewhere](https://example.org/x)\n\n## Here',
    '`npm run -s bench -- steps`',
    '`--seed N`, `[--seed N]`',
    '`word` and `and/or` and `GET /api/status` and `{a: 1}`',
    '```sh\ncat engine/nowhere.ts\n```',
    'as `engine/strategies/mine.ts`:\n\n```ts engine/strategies/mine.ts\nexport {};\n```',
  ])('%s is there', (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    ['`engine/risk/check-exit.ts`', 'there is no engine/risk/check-exit.ts'],
    ['`entry.ts`', 'there is no entry.ts'],
    ['`core/intake.mjs`', 'there is no core/intake.mjs'],
    ['`engine/core`', 'there is no engine/core'],
    ['`npx vitest engine/nothing`', 'there is no engine/nothing'],
    ['`LIMITS_OF_RISK`', 'no source file has the name LIMITS_OF_RISK'],
    ['`DeskOutlet`', 'no source file has the name DeskOutlet'],
    ['`--sed N`', 'no source file has the flag --sed'],
    ['[desk](docs/desks.md)', 'the link docs/desks.md leads nowhere'],
    ['<img src="docs/desk.png">', 'the link docs/desk.png leads nowhere'],
    ['[desk](docs/desk.md#limits)', 'docs/desk.md has no heading for #limits'],
    ['npm run benches', 'package.json has no script benches'],
  ])('%s is not', (text, message) => {
    expect(found(`\n${text}`)).toEqual([`2: ${message}`]);
  });

  test('each page of docs is in their index', () => {
    const files = [...Object.keys(FILES), 'docs/new.md'];
    const breaches = docsBreaches(files, [], (file) => FILES[file] ?? '');
    expect(breaches.map(({ message }) => message)).toEqual(['does not link docs/new.md']);
  });
});

describe('commentBreaches', () => {
  const said = (text: string): readonly string[] =>
    commentBreaches('engine/x.ts', readFacts('engine/x.ts', text).comments, Object.keys(FILES)).map(
      ({ line, message }) => `${line}: ${message}`,
    );

  test('what is in the repository may be cited', () => {
    expect(said('// as in `core/intake.ts` and docs/desk.md; see https://example.org/a/page.md\n')).toEqual([]);
    expect(said("const text = 'design.md, section 4';")).toEqual([]);
  });

  test('a file that is not there, and numbers of another text, may not', () => {
    expect(said('\n/**\n * As design.md says,\n * (Decision 12 and section 3) in engine/risk/gone.ts.\n */\n')).toEqual(
      [
        '3: a comment names design.md, and there is none',
        '4: a comment names engine/risk/gone.ts, and there is none',
        '4: a comment cites "Decision 12", which is not here',
        '4: a comment cites "section 3", which is not here',
      ],
    );
  });
});

test('anchors are GitHub’s', () => {
  const text = '# A desk, `core` & co.\n## Words\n```sh\n# no heading\n```\n## Words\n### Was "über" it?\n';
  expect([...anchorsOf(text)]).toEqual(['a-desk-core--co', 'words', 'words-1', 'was-über-it']);
});
