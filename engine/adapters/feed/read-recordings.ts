import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { FeedSettings, ColumnMapping } from '../../config/settings.ts';

/** A recording's text, as `loadReplay` takes it. */
export interface Recording {
  readonly root: string;
  readonly name: string;
  readonly text: string;
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
}

/** Reads the recordings that the settings name. A file that cannot be read is an Error with a message for a person. */
export function readRecordings(feed: FeedSettings): readonly Recording[] {
  if (feed.kind !== 'replay') return [];
  return feed.files.map(({ root, path, zone, mapping }) => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new Error(`--replay ${root}=${path} cannot be read: ${(error as Error).message}`, { cause: error });
    }
    const told = { ...(zone === undefined ? {} : { zone }), ...(mapping === undefined ? {} : { mapping }) };
    return { root, name: basename(path), text, ...told };
  });
}
