import AdmZip from 'adm-zip';
import { bytesText, NotATable } from './not-a-table.ts';

/** First bytes of an archive. */
export const ZIP: readonly number[] = [...Buffer.from('PK'), 3, 4];

/** What systems add to an archive beside the files that a person put there. */
const BESIDE = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/;
const MOST_NAMES = 20;

/**
 * The one file of an archive, or the one that is named. Its length and checksum are those that the archive tells, and it
 * is no longer than `most`; everything else is a `NotATable`.
 */
export function entryOf(
  archive: Buffer,
  wanted: string | undefined,
  most: number,
): { readonly name: string; readonly bytes: Uint8Array } {
  const entries = entriesOf(archive);
  if (entries.some(({ entryName }) => entryName === '[Content_Types].xml'))
    throw new NotATable('it is a workbook of Excel (.xlsx); save the sheet as CSV');
  const files = entries.filter(({ isDirectory, entryName }) => !isDirectory && !BESIDE.test(entryName));
  const names = files.slice(0, MOST_NAMES).map(({ entryName }) => entryName);
  const named = `${names.join(', ')}${files.length > names.length ? ` and ${files.length - names.length} more` : ''}`;
  const chosen = wanted === undefined ? files : files.filter(({ entryName }) => entryName === wanted);
  const [entry, ...more] = chosen;
  if (entry === undefined) {
    throw new NotATable(
      files.length === 0
        ? 'it is a zip archive without a file in it'
        : `its zip archive has no "${wanted}"; it has ${named}`,
    );
  }
  if (more.length > 0) {
    throw new NotATable(
      `it is a zip archive of ${files.length} files (${named}); say which one is meant (--entry NAME of import, "entry" of a replay in the file of --config)`,
    );
  }
  const { entryName: name, header } = entry;
  if (header.encrypted) throw new NotATable(`${name} in its zip archive is locked with a password; unpack it first`);
  if (header.size > most)
    throw new NotATable(`${name} in its zip archive unpacks to more than ${bytesText(most)}; unpack it first`);
  let bytes: Buffer;
  try {
    // No more than the length that the archive tells, with its checksum.
    bytes = entry.getData();
  } catch (error) {
    throw unreadable(`${name} in its zip archive`, error);
  }
  if (bytes.length !== header.size)
    throw new NotATable(
      `${name} in its zip archive is broken: expected ${header.size} bytes, found ${bytes.length}; fetch it again`,
    );
  return { name, bytes };
}

function entriesOf(archive: Buffer): readonly AdmZip.IZipEntry[] {
  try {
    return new AdmZip(archive, { noSort: true }).getEntries();
  } catch (error) {
    throw unreadable('its zip archive', error);
  }
}

function unreadable(what: string, error: unknown): NotATable {
  const message = error instanceof Error ? error.message : String(error);
  return new NotATable(`${what} is broken: ${message}; fetch it again, or unpack it first`, { cause: error });
}
