/** The project's own files: what git knows, or would know if asked now. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.tsbuild', '.cache', 'test-results', 'playwright-report']);

function walk(root: string, below: string): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (SKIPPED.has(entry.name)) return [];
    return entry.isDirectory() ? walk(root, path) : entry.isFile() ? [path] : [];
  });
}

/** Project-relative paths with forward slashes, sorted. Without git (an unpacked archive) the folders are read. */
export function projectFiles(root: string): readonly string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
    return listed
      .split('\0')
      .filter((path) => path !== '' && existsSync(join(root, path)))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch {
    return walk(root, '').sort((a, b) => (a < b ? -1 : 1));
  }
}
