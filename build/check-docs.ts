/** What the pages of the documentation name must be there: files, folders, names of the code, scripts, links, anchors. */
import { posix } from 'node:path';
import type { Breach } from './check-imports.ts';
import type { CommentFact } from './source-facts.ts';
import { blocksOf, type Page } from './docs-code.ts';

/** What there is to be named. */
export interface Project {
  readonly files: readonly string[];
  /** Every word of the source files. */
  readonly words: ReadonlySet<string>;
  /** Every "--flag" of the source files. */
  readonly flags: ReadonlySet<string>;
  /** Names of package.json's scripts. */
  readonly scripts: ReadonlySet<string>;
}

const INDEX = 'docs/README.md';
/** Names that belong to others. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['electron.d.ts', 'a file of the package electron'],
  ['--delete-app-data', "a flag of electron-builder's uninstaller"],
  ['CSC_LINK', 'electron-builder reads it'],
  ['CSC_KEY_PASSWORD', 'electron-builder reads it'],
]);
const SOURCE_ENDING = /\.(tsx?|mjs|css|md)$/;
const PATH = /^[\w@.*-]+(\/[\w@.*-]+)*\/?$/;
/** "STRATEGY_KINDS", "DeskCore", "onBar", "late_fill": with a capital inside or an underscore it is no English word. */
const IDENTIFIER = /^(?=\w*(?:[a-z][A-Z]|[A-Za-z]_[A-Za-z]))[A-Za-z]\w*$/;

interface Line {
  readonly line: number;
  readonly text: string;
}

/** Lines outside of fenced blocks. */
function prose(text: string): readonly Line[] {
  let inFence = false;
  return text.split('\n').flatMap((line, index) => {
    if (line.trimStart().startsWith('```')) inFence = !inFence;
    else if (!inFence) return [{ line: index + 1, text: line }];
    return [];
  });
}

/** The anchor that GitHub gives a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** Anchors of a page; the second heading of the same words ends in "-1". */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set(
    prose(text).flatMap(({ text: line }) => {
      const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
      if (heading === undefined) return [];
      const name = slug(heading);
      const times = seen.get(name) ?? 0;
      seen.set(name, times + 1);
      return [times === 0 ? name : `${name}-${times}`];
    }),
  );
}

function topFolders(files: readonly string[]): ReadonlySet<string> {
  return new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? ''));
}

function folders(files: readonly string[]): ReadonlySet<string> {
  return new Set(files.flatMap((file) => file.split('/').slice(0, -1)));
}

/**
 * From the root where the first part is one of its folders ("engine/risk"), else the end of some path ("risk/request.ts",
 * "desk/core"); endings of source files may be left out; "*" and NAME stand for any.
 */
function exists(path: string, files: readonly string[], top: ReadonlySet<string>): boolean {
  const wanted = path.replace(/\/$/, '');
  const from = top.has(wanted.split('/')[0] ?? '') ? '^' : '(^|/)';
  const body = wanted.replaceAll('.', '\\.').replaceAll(/\*|NAME/g, '[^/]*');
  const pattern = new RegExp(`${from}${body}(\\.tsx?|\\.mjs|/.*)?$`);
  return files.some((file) => pattern.test(file));
}

function pathFaults(text: string, { files }: Project): readonly string[] {
  const top = topFolders(files);
  const known = folders(files);
  return codeWords(text).flatMap((word) => {
    if (!PATH.test(word)) return [];
    const isPath = word.includes('/') ? known.has(word.split('/')[0] ?? '') : SOURCE_ENDING.test(word);
    return !isPath || exists(word, files, top) ? [] : [`there is no ${word}`];
  });
}

/** Words of the code spans of a line. */
function codeWords(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)]
    .flatMap(([, span = '']) => span.split(/\s+/))
    .filter((word) => !ELSEWHERE.has(word));
}

function nameFaults(text: string, { words, flags }: Project): readonly string[] {
  return codeWords(text).flatMap((word) => {
    const flag = /^\[?(--[a-z][a-z-]*)/.exec(word)?.[1];
    if (flag !== undefined) return flags.has(flag) ? [] : [`no source file has the flag ${flag}`];
    return IDENTIFIER.test(word) && !words.has(word) ? [`no source file has the name ${word}`] : [];
  });
}

function linkFaults(page: Page, text: string, project: Project, textOf: (file: string) => string): readonly string[] {
  const plain = text.replace(/`[^`]*`/g, '');
  const targets = [...plain.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(
    ([, link, image]) => link ?? image ?? '',
  );
  return targets.flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page.file : posix.join(posix.dirname(page.file), path);
    if (!exists(file, project.files, new Set([file.split('/')[0] ?? '']))) return [`the link ${target} leads nowhere`];
    if (anchor === undefined || !file.endsWith('.md')) return [];
    return anchorsOf(textOf(file)).has(anchor) ? [] : [`${file} has no heading for #${anchor}`];
  });
}

/** What one page names and is not there. `textOf` reads a page by its project-relative path. */
export function pageBreaches(page: Page, project: Project, textOf: (file: string) => string): readonly Breach[] {
  const scripts = page.text
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)]
        .filter(([, name = '']) => !project.scripts.has(name))
        .map(([, name]) => ({ file: page.file, line: index + 1, message: `package.json has no script ${name}` })),
    );
  const named = prose(page.text).flatMap(({ line, text }) =>
    [...pathFaults(text, project), ...nameFaults(text, project), ...linkFaults(page, text, project, textOf)].map(
      (message) => ({ file: page.file, line, message }),
    ),
  );
  return [...scripts, ...named];
}

/** What only a reader of something else could look up: a numbered section, a numbered decision. */
const FOREIGN = /\b(sections?|decisions?|chapters?) \d+/gi;

/** Files that a source file's comments name and that are not there, and citations of what is not in the repository. */
export function commentBreaches(
  file: string,
  comments: readonly CommentFact[],
  files: readonly string[],
): readonly Breach[] {
  const top = topFolders(files);
  return comments.flatMap(({ text, line }) =>
    text.split('\n').flatMap((each, index) => {
      const named = [...each.matchAll(/(?<![\w./@-])[\w@*-][\w@.*/-]*\.(?:tsx?|mjs|css|md)\b/g)].map(([path]) => path);
      const missing = named
        .filter((path) => !ELSEWHERE.has(path) && !exists(path, files, top))
        .map((path) => `a comment names ${path}, and there is none`);
      const foreign = [...each.matchAll(FOREIGN)].map(([words]) => `a comment cites "${words}", which is not here`);
      return [...missing, ...foreign].map((message) => ({ file, line: line + index, message }));
    }),
  );
}

/** Pages of `docs` that its index does not link. */
export function indexBreaches(files: readonly string[], index: string): readonly Breach[] {
  return files
    .filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== INDEX)
    .filter((file) => !index.includes(`](${posix.basename(file)})`))
    .map((file) => ({ file: INDEX, line: 1, message: `does not link ${file}` }));
}

/** All pages of the project against its files. `read` gives a file's text by its project-relative path. */
export function docsBreaches(
  files: readonly string[],
  pages: readonly Page[],
  read: (file: string) => string,
): readonly Breach[] {
  const words = new Set<string>();
  const flags = new Set<string>();
  for (const file of files) {
    if (!/\.(tsx?|mjs|json|html|ya?ml)$|^\.env/.test(file) || file === 'package-lock.json') continue;
    const text = read(file);
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) words.add(word);
    for (const [flag] of text.matchAll(/--[a-z][a-z-]*/g)) flags.add(flag);
  }
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const examples = pages.flatMap(blocksOf).map(({ file }) => file);
  const project = { files: [...files, ...examples], words, flags, scripts: new Set(Object.keys(scripts)) };
  return [
    ...pages.flatMap((page) => pageBreaches(page, project, read)),
    ...indexBreaches(files, files.includes(INDEX) ? read(INDEX) : ''),
  ];
}
