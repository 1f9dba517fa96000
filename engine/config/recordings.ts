import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ImportEntry } from '../domain/imported.ts';
import { originKey, type Resolved } from './resolve.ts';
import type { ReplayFile } from './settings.ts';
import type { ReplayGiven } from './special-kinds.ts';

/** The recordings that were imported into a data folder, the oldest first. Throws an Error with words for a person. */
export type ListImports = (dataDir: string) => readonly ImportEntry[];

/** Stands before the name of an import, where else there is a path. */
const BY_NAME = '@';
const MOST_NAMES = 20;

/** The recordings of a replay, each read once: a file that cannot be read must be said before anything starts. */
export function openRecordings(
  { values, origins }: Resolved,
  imports: () => readonly ImportEntry[],
  faults: string[],
): readonly ReplayFile[] {
  return Object.entries(values.replay).flatMap(([root, given]) => {
    const origin = origins.get(originKey('replay', root));
    const found = given.path.startsWith(BY_NAME)
      ? openImport(root, given, imports)
      : openFile(root, given, resolve(origin?.base ?? '.', given.path));
    if (typeof found !== 'string') return [found];
    faults.push(`${origin?.place}: ${found}`);
    return [];
  });
}

/** The recording, or why there is none. */
function openFile(root: string, { zone, mapping }: ReplayGiven, path: string): ReplayFile | string {
  try {
    const { sha256, bytes } = hashOf(path);
    if (bytes === 0) return `${path} is empty`;
    const told = { ...(zone === undefined ? {} : { zone }), ...(mapping === undefined ? {} : { mapping }) };
    return { root, path, sha256, ...told };
  } catch (error) {
    // What the file system throws.
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    return `cannot read ${path}: ${why}`;
  }
}

/** "@NAME": what was imported for the root under that name; "@#3": import number 3. Or why there is none. */
function openImport(
  root: string,
  { path, zone, mapping }: ReplayGiven,
  imports: () => readonly ImportEntry[],
): ReplayFile | string {
  if (zone !== undefined || mapping !== undefined)
    return `an import is played as it was read; leave out what is said of how ${path} is written`;
  let all: readonly ImportEntry[];
  try {
    all = imports();
  } catch (error) {
    return `cannot look for ${path} among the imports: ${(error as Error).message}`;
  }
  const name = path.slice(BY_NAME.length);
  const number = /^#(\d+)$/.exec(name)?.[1];
  const isMeant = (entry: ImportEntry): boolean =>
    number === undefined ? entry.name === name : entry.number === Number(number);
  const meant = all.filter((entry) => entry.root === root && isMeant(entry));
  const [one, ...more] = meant;
  if (one === undefined) return `there is no import ${path} for ${root}; ${whatThereIs(root, all, all.find(isMeant))}`;
  if (more.length > 0) {
    const which = meant.map((entry) => `@#${entry.number} (${spanText(entry)})`).join(', ');
    return `several imports for ${root} bear the name ${name}; say which by its number: ${which}`;
  }
  return { root, path, importNumber: one.number, sha256: one.sha256 };
}

function whatThereIs(root: string, all: readonly ImportEntry[], other: ImportEntry | undefined): string {
  const own = all.filter((entry) => entry.root === root);
  const elsewhere = other === undefined ? '' : ` (${other.name} was imported for ${other.root})`;
  if (own.length === 0)
    return `nothing was imported for ${root} yet${elsewhere}: npm run import -- FILE --symbol ${root}`;
  const names = own.slice(-MOST_NAMES).map((entry) => `@${entry.name} (import ${entry.number}, ${spanText(entry)})`);
  const more = own.length > names.length ? ` and ${own.length - names.length} older ones` : '';
  return `there are ${names.join(', ')}${more}${elsewhere}`;
}

function spanText({ bars, prints, fromMs, toMs }: ImportEntry): string {
  const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return `${prints > 0 ? `${prints} prints` : `${bars} bars`}, ${date(fromMs)} to ${date(toMs)}`;
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
