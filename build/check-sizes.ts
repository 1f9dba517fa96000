/** Files and folders that have grown too large to be taken in at a glance. */
import { posix } from 'node:path';
import type { Breach } from './check-imports.ts';

export const MOST_LINES = 400;
export const MOST_FILES = 40;

const SOURCE = /\.(tsx?|mjs|css)$/;

/** What may be larger, and why. A row that is not needed is a breach too. */
export const LARGER: Readonly<Record<string, string>> = {
  'tests/support/electron-double/windows.ts': "one class of Electron's, with its whole surface",
  'tests/support/fake-cockpit/scene.ts': 'one scene, told from top to bottom',
  'tests/support/store/journal-script.ts': 'one script, told from top to bottom',
  'tests/unit/engine/strategies/po3.test.ts': 'one strategy, tried rule by rule',
  'tests/unit/engine/venue/core/exchange.test.ts': 'one machine, tried rule by rule',
};

/** @param linesOf lines of a file by its project-relative path */
export function sizeBreaches(
  files: readonly string[],
  linesOf: (file: string) => number,
  larger: Readonly<Record<string, string>> = LARGER,
): readonly Breach[] {
  const sources = files.filter((file) => SOURCE.test(file));
  const found = new Map<string, string>();
  for (const file of sources) {
    const lines = linesOf(file);
    if (lines > MOST_LINES) found.set(file, `has ${lines} lines; at most ${MOST_LINES}`);
  }
  for (const [folder, inside] of Map.groupBy(sources, posix.dirname)) {
    if (inside.length > MOST_FILES) found.set(folder, `has ${inside.length} files; at most ${MOST_FILES}`);
  }
  return [
    ...Array.from(found, ([file, message]) => ({ file, line: 1, message })).filter(({ file }) => !(file in larger)),
    ...Object.keys(larger)
      .filter((file) => !found.has(file))
      .map((file) => ({
        file: 'build/check-sizes.ts',
        line: 1,
        message: `${file} is not too large: take its row out`,
      })),
  ];
}
