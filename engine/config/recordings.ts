import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { originKey, type Resolved } from './resolve.ts';
import type { ReplayFile } from './settings.ts';

/** The recordings of a replay, each read once: a file that cannot be read must be said before anything starts. */
export function openRecordings({ values, origins }: Resolved, faults: string[]): readonly ReplayFile[] {
  return Object.entries(values.replay).flatMap(([root, { path, zone, mapping }]) => {
    const given = origins.get(originKey('replay', root));
    const file = resolve(given?.base ?? '.', path);
    try {
      const { sha256, bytes } = hashOf(file);
      if (bytes === 0) faults.push(`${given?.place}: ${file} is empty`);
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

/** Piece by piece: a recording may be longer than what is read at once. */
function hashOf(path: string): { readonly sha256: string; readonly bytes: number } {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  try {
    let bytes = 0;
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      hash.update(piece.subarray(0, read));
      bytes += read;
    }
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    closeSync(file);
  }
}
