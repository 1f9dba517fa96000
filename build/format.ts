/** Prettier over the files that git tracks, and those that are new; `--check` is for the tests, without it they are rewritten. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FORMATTED = /\.(ts|tsx|mjs|css|html|json|md)$/;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

function trackedFiles(): readonly string[] {
  try {
    const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    return execFileSync('git', listing, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\0')
      .filter((file) => FORMATTED.test(file) && existsSync(join(root, file)));
  } catch {
    return []; // an unpacked archive without git: prettier walks the folders by itself
  }
}

const files = trackedFiles();
const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
const args = [check ? '--check' : '--write', '--log-level', 'warn', '--', ...(files.length > 0 ? files : ['.'])];
const { status } = spawnSync(process.execPath, [prettier, ...args], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
