import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { messageOf, StoreProblem } from './schema/problem.ts';

/** The list that makes a folder an export: what is in it, and how each file is told from a damaged one. */
export interface Manifest {
  readonly format: typeof EXPORT_FORMAT;
  /** Version of the program that wrote it. */
  readonly pitwall: string;
  /** ISO, wall time. */
  readonly time: string;
  /** How it was made, for a person. An import does not go by it: what a file is follows from the file. */
  readonly hasSecrets: boolean;
  /** SHA-256 by path, with forward slashes. */
  readonly files: Readonly<Record<string, string>>;
}

export const EXPORT_FORMAT = 1;
export const MANIFEST_FILE = 'pitwall-export.json';

/** An export, or a data folder, that cannot be used; the words are for a person. */
export class TransferProblem extends Error {
  override readonly name = 'TransferProblem';
}

/** A refusal with words for a person, of the transfer or of the store beneath it; anything else is a fault. */
export function isRefusal(fault: unknown): fault is TransferProblem | StoreProblem {
  return fault instanceof TransferProblem || fault instanceof StoreProblem;
}

/** @throws TransferProblem if the folder is no export, or one of a newer version */
export function readManifest(source: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(source, MANIFEST_FILE), 'utf8'));
  } catch (fault) {
    throw new TransferProblem(`expected the list ${MANIFEST_FILE} of an export in ${source}: ${messageOf(fault)}`);
  }
  const { format, pitwall, time, hasSecrets, files } = (value ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  if (typeof format === 'number' && format > EXPORT_FORMAT) {
    throw new TransferProblem(`${source} was exported by a newer version of Pitwall (${String(pitwall)})`);
  }
  const isComplete =
    format === EXPORT_FORMAT &&
    typeof pitwall === 'string' &&
    typeof time === 'string' &&
    typeof hasSecrets === 'boolean' &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((sum) => typeof sum === 'string');
  if (!isComplete) throw new TransferProblem(`${MANIFEST_FILE} in ${source} is not the list of an export`);
  return { format, pitwall, time, hasSecrets, files: files as Manifest['files'] };
}

/** Plain files below a folder, with forward slashes; links are no files. */
export function filesBelow(folder: string, base = folder): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, base);
    return entry.isFile() ? [relative(base, path).split(sep).join('/')] : [];
  });
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** What of an export is missing, damaged or strange; undefined: nothing. */
export async function exportFault(folder: string, { files }: Manifest): Promise<string | undefined> {
  const present = filesBelow(folder).filter((file) => file !== MANIFEST_FILE);
  const strange = present.find((file) => !Object.hasOwn(files, file));
  if (strange !== undefined) return `the file ${strange} is not in the export's list`;
  for (const [file, sum] of Object.entries(files)) {
    if (!present.includes(file)) return `the file ${file} of the export is missing`;
    if ((await sha256(join(folder, file))) !== sum) return `the file ${file} of the export is damaged`;
  }
  return undefined;
}
