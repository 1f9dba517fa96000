import { basename } from 'node:path';
import type { FeedSettings, ColumnMapping } from '../../config/settings.ts';
import { openRecordedFile, type RecordedFile } from './recorded-file.ts';

/** A recording, opened, as `loadReplay` takes it. */
export interface Recording {
  readonly root: string;
  readonly name: string;
  readonly text: RecordedFile;
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
}

/** Opens the recordings that the settings name. One that cannot be read is an Error with a message for a person. */
export function readRecordings(feed: FeedSettings): readonly Recording[] {
  if (feed.kind !== 'replay') return [];
  return feed.files.map(({ root, path, zone, mapping }) => {
    const told = { ...(zone === undefined ? {} : { zone }), ...(mapping === undefined ? {} : { mapping }) };
    try {
      return { root, name: basename(path), text: openRecordedFile(path), ...told };
    } catch (error) {
      throw new Error(`--replay ${root}=${path} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  });
}
