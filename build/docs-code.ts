/** The TypeScript that the pages show is compiled, each block as if it were the file that its fence names. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importBreaches, type Breach } from './check-imports.ts';
import { readFacts } from './source-facts.ts';

export interface Page {
  /** Project-relative, "docs/wire.md". */
  readonly file: string;
  readonly text: string;
}

export interface Block {
  readonly page: string;
  /** Line of the page on which its first line stands. */
  readonly line: number;
  /** The project-relative file that it would be: the word after "```ts". */
  readonly file: string;
  readonly text: string;
}

/** Fences of "ts" and "tsx" of a page; `file` is '' where a fence names none. */
export function blocksOf({ file: page, text }: Page): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly line: number; readonly file: string; readonly lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```(\S*)\s*(\S*)/.exec(line);
    if (fence === null) open?.lines.push(line);
    else if (open !== undefined) {
      blocks.push({ page, line: open.line, file: open.file, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else if (/^tsx?$/.test(fence[1] ?? '')) open = { line: index + 2, file: fence[2] ?? '', lines: [] };
  }
  return blocks;
}

const CONFIG = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    rootDir: '../..',
    // A block's imports reach the project's files as if it lay among them.
    rootDirs: ['../..', '.'],
    types: ['node'],
    lib: ['ES2024', 'DOM', 'DOM.Iterable'],
    jsx: 'react-jsx',
  },
  include: ['.'],
};

/**
 * Blocks that do not compile, that import what their room may not, that name no file, or that quote a file otherwise than
 * it is. Writes to `.cache/docs-code`.
 */
export function docsCodeBreaches(root: string, pages: readonly Page[]): readonly Breach[] {
  const blocks = pages.flatMap(blocksOf);
  const nameless = blocks
    .filter(({ file }) => file === '')
    .map(({ page, line }) => ({ file: page, line: line - 1, message: 'name the file of this block: ```ts FILE' }));
  const placed = blocks.filter(({ file }) => file !== '');
  const imports = placed.flatMap(({ page, line, file, text }) =>
    importBreaches(file, readFacts(file, text).imports).map((breach) => ({
      ...breach,
      file: page,
      line: line + breach.line - 1,
    })),
  );
  const misquoted = placed
    .filter(({ file, text }) => existsSync(join(root, file)) && !readFileSync(join(root, file), 'utf8').includes(text))
    .map(({ page, line, file }) => ({ file: page, line: line - 1, message: `this is not in ${file}` }));
  return [...nameless, ...imports, ...misquoted, ...compiled(root, placed)];
}

function compiled(root: string, blocks: readonly Block[]): readonly Breach[] {
  const folder = join(root, '.cache/docs-code');
  rmSync(folder, { recursive: true, force: true });
  for (const { file, text } of blocks) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  if (blocks.length === 0) return [];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG));
  const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (run.status === 0) return [];
  const faults = [...run.stdout.matchAll(/^(\S+?)\((\d+),\d+\): error (.*)$/gm)].map(
    ([, path = '', line, message = '']) => {
      const block = blocks.find(({ file }) => file === path);
      return block === undefined
        ? { file: path, line: Number(line), message }
        : { file: block.page, line: block.line + Number(line) - 1, message };
    },
  );
  return faults.length > 0 ? faults : [{ file: 'docs', line: 1, message: `${run.stdout}${run.stderr}` }];
}
