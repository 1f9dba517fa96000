/**
 * Which files are entries: programs that are started by name, each bundled by itself to the same place under dist/, so
 * that `new URL('../desk/main' + ext, import.meta.url)` finds its neighbor from source (.ts) and from dist (.js) alike.
 */

export interface Entry {
  /** Project-relative source file. */
  readonly source: string;
  /** Project-relative output file. */
  readonly output: string;
}

const ENGINE_ENTRY = /^engine\/[^/]+\/(?:main|[^/]+-main|[^/]+-worker|cli-[^/]+)\.ts$/;

export function isEngineEntry(file: string): boolean {
  return ENGINE_ENTRY.test(file);
}

/** Entries among the project's files, in the order given. */
export function engineEntries(files: readonly string[]): readonly Entry[] {
  return files.filter(isEngineEntry).map((source) => ({ source, output: `dist/${source.replace(/\.ts$/, '.js')}` }));
}

/** The shell's main process is a module; its preload must be CommonJS, because pages are sandboxed. */
export const ELECTRON_MAIN: Entry = { source: 'electron/main.ts', output: 'dist/electron/main.js' };
export const ELECTRON_PRELOAD: Entry = { source: 'electron/preload.ts', output: 'dist/electron/preload.cjs' };
