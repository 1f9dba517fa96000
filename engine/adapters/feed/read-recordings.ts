import { basename } from 'node:path';
import type { FeedSettings, ColumnMapping, ReplayFile } from '../../config/settings.ts';
import type { ImportedRecording } from '../../domain/imported.ts';
import { openRecordedFile, type RecordedFile } from './recorded-file.ts';

/** A recording, opened, as `loadReplay` takes it: a file, or what was imported of one. */
export type Recording =
  | {
      readonly root: string;
      readonly name: string;
      readonly text: RecordedFile;
      readonly zone?: string;
      readonly mapping?: ColumnMapping;
    }
  | { readonly root: string; readonly name: string; readonly imported: ImportedRecording };

/** Reads an import by its number, which must have this hash. Throws an Error with words for a person. */
export type ReadImport = (number: number, sha256: string) => ImportedRecording;

/** Opens the recordings that the settings name. One that cannot be read is an Error with a message for a person. */
export function readRecordings(feed: FeedSettings, readImport: ReadImport): readonly Recording[] {
  if (feed.kind !== 'replay') return [];
  return feed.files.map((file) => {
    try {
      return opened(file, readImport);
    } catch (error) {
      throw new Error(`--replay ${file.root}=${file.path} cannot be read: ${(error as Error).message}`, {
        cause: error,
      });
    }
  });
}

function opened({ root, path, importNumber, sha256, zone, mapping }: ReplayFile, readImport: ReadImport): Recording {
  if (importNumber !== undefined) return { root, name: path, imported: readImport(importNumber, sha256 ?? '') };
  const told = { ...(zone === undefined ? {} : { zone }), ...(mapping === undefined ? {} : { mapping }) };
  const entry = mapping?.entry;
  const text = openRecordedFile(path, entry === undefined ? {} : { entry });
  return { root, name: basename(path), text, ...told };
}
