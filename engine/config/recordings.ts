import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { originKey, type Resolved } from './resolve.ts';
import type { ReplayFile } from './settings.ts';

/** The recordings of a replay, each read once: a file that cannot be read must be said before anything starts. */
export function openRecordings({ values, origins }: Resolved, faults: string[]): readonly ReplayFile[] {
  return Object.entries(values.replay).flatMap(([root, { path, zone, mapping }]) => {
    const given = origins.get(originKey('replay', root));
    const file = resolve(given?.base ?? '.', path);
    try {
      const content = readFileSync(file);
      if (content.length === 0) faults.push(`${given?.place}: ${file} is empty`);
      const sha256 = createHash('sha256').update(content).digest('hex');
      return [
        {
          root,
          path: file,
          sha256,
          ...(zone === undefined ? {} : { zone }),
          ...(mapping === undefined ? {} : { mapping }),
        },
      ];
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
      faults.push(`${given?.place}: cannot read ${file}: ${why}`);
      return [];
    }
  });
}
