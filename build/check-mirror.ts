/** Every unit test mirrors a source file: tests/unit/engine/domain/order.test.ts tests engine/domain/order.ts. */
import type { Breach } from './check-imports.ts';

const UNIT_TEST = /^tests\/unit\/(.+)\.test\.tsx?$/;
const ENDINGS = ['.ts', '.tsx', '.mjs'];

/** Unit tests among `files` (project-relative) without the source file that they would mirror. */
export function mirrorBreaches(files: readonly string[]): readonly Breach[] {
  const there = new Set(files);
  return files.flatMap((file) => {
    const source = UNIT_TEST.exec(file)?.[1];
    if (source === undefined || ENDINGS.some((ending) => there.has(source + ending))) return [];
    return [{ file, line: 1, message: `mirrors no source file: there is no ${source}.ts` }];
  });
}
