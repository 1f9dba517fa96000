import { readFileSync } from 'node:fs';

/** The program's version: of the package.json above this file, wherever it is bundled to. */
export function programVersion(base: string = import.meta.url): string {
  for (const up of ['../', '../../', '../../../', '../../../../']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(`${up}package.json`, base), 'utf8')) as {
        name?: unknown;
        version?: unknown;
      };
      if (name === 'pitwall' && typeof version === 'string') return version;
    } catch {
      continue; // not on this level
    }
  }
  return '0.0.0';
}
