/** Bundles every entry with esbuild into dist/. npm packages stay outside: some carry native files or workers. */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { ELECTRON_MAIN, ELECTRON_PRELOAD, engineEntries, type Entry } from './entries.ts';
import { projectFiles } from './project-files.ts';

const shared: BuildOptions = {
  bundle: true,
  splitting: false,
  sourcemap: true,
  platform: 'node',
  target: 'node22',
  packages: 'external',
  logLevel: 'warning',
  legalComments: 'none',
};

async function bundleInto(root: string, entries: readonly Entry[], options: BuildOptions): Promise<void> {
  if (entries.length === 0) return;
  await build({
    ...shared,
    ...options,
    absWorkingDir: root,
    outbase: root,
    outdir: join(root, 'dist'),
    entryPoints: entries.map((entry) => entry.source),
  });
}

export async function bundleEngine(root: string): Promise<readonly Entry[]> {
  const entries = engineEntries(projectFiles(root));
  rmSync(join(root, 'dist/engine'), { recursive: true, force: true });
  await bundleInto(root, entries, { format: 'esm' });
  return entries;
}

export async function bundleElectron(root: string): Promise<readonly Entry[]> {
  const present = (entry: Entry): boolean => existsSync(join(root, entry.source));
  rmSync(join(root, 'dist/electron'), { recursive: true, force: true });
  await bundleInto(root, [ELECTRON_MAIN].filter(present), { format: 'esm', external: ['electron'] });
  await bundleInto(root, [ELECTRON_PRELOAD].filter(present), {
    format: 'cjs',
    external: ['electron'],
    outExtension: { '.js': '.cjs' },
  });
  return [ELECTRON_MAIN, ELECTRON_PRELOAD].filter(present);
}

if (import.meta.main) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const wanted = process.argv.slice(2);
  const wants = (part: string): boolean => wanted.length === 0 || wanted.includes(part);
  try {
    const engine = wants('engine') ? await bundleEngine(root) : [];
    const electron = wants('electron') ? await bundleElectron(root) : [];
    console.error(`bundled ${engine.length + electron.length} entries`);
  } catch {
    process.exitCode = 1; // esbuild has told each error with its place
  }
}
