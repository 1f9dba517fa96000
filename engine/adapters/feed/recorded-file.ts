import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** A recording's text, line by line; how its bytes were read. */
export interface RecordedFile {
  readonly read: readonly string[];
  lines(): Iterable<string>;
}

/** What is in a file is not a text with a table; the message says what it is and what to do. */
export class NotATable extends Error {}

const PIECE_BYTES = 1 << 20;
const HEAD_BYTES = 1 << 16;
/** A packed file is unpacked in memory; this is as much as is taken. */
const MOST_UNPACKED_BYTES = 2 ** 31 - 1;

/** Gives the bytes piece by piece, as often as it is asked to. */
type Pieces = () => Iterable<Uint8Array>;

/** Opens a recording. Errors have a message for a person: those of the file system, and `NotATable`. */
export function openRecordedFile(path: string, mostUnpackedBytes = MOST_UNPACKED_BYTES): RecordedFile {
  return read(() => piecesOf(path), [], mostUnpackedBytes);
}

function read(pieces: Pieces, how: readonly string[], mostUnpackedBytes: number): RecordedFile {
  const head = headOf(pieces);
  const packing = PACKINGS.find(({ magic }) => startsWith(head, magic));
  if (packing !== undefined && how.length < 2) {
    const whole = unpacked(Buffer.concat([...pieces()]), packing, mostUnpackedBytes);
    return read(() => cutUp(whole), [...how, packing.name], mostUnpackedBytes);
  }
  const encoding = encodingOf(head);
  if (encoding === 'utf-8' || encoding === 'windows-1252') refuseOthers(head);
  const { words, skip } = ENCODINGS[encoding](head);
  const text = decoded(head.subarray(skip), encoding).trimStart();
  if (/^[[{]/.test(text)) throw new NotATable('it is JSON; expected a table with a row for each bar (CSV)');
  if (/^<(?:!doctype|html|\?xml)/i.test(text))
    throw new NotATable('it is a web page or XML; was a page saved in place of the file?');
  return { read: words === undefined ? how : [...how, words], lines: () => linesOf(pieces, encoding, skip) };
}

function* cutUp(whole: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < whole.length; at += PIECE_BYTES) yield whole.subarray(at, at + PIECE_BYTES);
}

const PACKINGS = [
  { name: 'gzip', magic: [0x1f, 0x8b], unpack: gunzipSync },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], unpack: zstdDecompressSync },
] as const;

function unpacked(packed: Uint8Array, { name, unpack }: (typeof PACKINGS)[number], most: number): Uint8Array {
  try {
    return unpack(packed, { maxOutputLength: most });
  } catch (error) {
    // What zlib throws.
    const { code, message } = error as NodeJS.ErrnoException;
    throw new NotATable(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `it is packed with ${name} and unpacks to more than ${Math.ceil(most / 2 ** 20)} MB; unpack it first`
        : `it is packed with ${name} and cannot be unpacked: ${message}`,
      { cause: error },
    );
  }
}

/** First bytes of what is not read, and what a person does about it. */
const OTHERS: readonly (readonly [magic: readonly number[], what: string])[] = [
  [
    [...Buffer.from('PK'), 3, 4],
    'it is a zip archive or a workbook of Excel (.xlsx); take the one file out of it, or save the sheet as CSV',
  ],
  [[0xd0, 0xcf, 0x11, 0xe0], 'it is a workbook of Excel (.xls); save the sheet as CSV'],
  [[...Buffer.from('BZh')], 'it is packed with bzip2; unpack it first'],
  [[0xfd, ...Buffer.from('7zXZ')], 'it is packed with xz; unpack it first'],
  [[...Buffer.from('7z'), 0xbc, 0xaf], 'it is a 7z archive; take the one file out of it'],
  [[...Buffer.from('Rar!')], 'it is a rar archive; take the one file out of it'],
  [[...Buffer.from('PAR1')], 'it is a Parquet file; write it as CSV'],
  [[...Buffer.from('ARROW1')], 'it is an Arrow file; write it as CSV'],
  ...[1, 2, 3].map(
    (version) => [[...Buffer.from('DBN'), version], "it is Databento's binary form; ask for CSV"] as const,
  ),
  [[...Buffer.from('SCID'), 0x38, 0], "it is Sierra Chart's own file; export its bars as text"],
  [[...Buffer.from('SQLite format 3')], 'it is a database of SQLite; export the table as CSV'],
  [[...Buffer.from('%PDF')], 'it is a PDF'],
];

function refuseOthers(head: Uint8Array): void {
  for (const [magic, what] of OTHERS) if (startsWith(head, magic)) throw new NotATable(what);
  if (!head.includes(0)) return;
  const bytes = Buffer.from(head.subarray(0, 8)).toString('hex');
  throw new NotATable(`it is no text (its first bytes are ${bytes}); expected a table with a row for each bar (CSV)`);
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** By the mark at its beginning; without one by its zeros (UTF-16 of Latin letters) and by what is no UTF-8. */
function encodingOf(head: Uint8Array): Encoding {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8';
  const few = head.subarray(0, 200);
  const zeros = (parity: number): number => few.filter((byte, i) => byte === 0 && i % 2 === parity).length;
  if (zeros(1) > few.length * 0.4 && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > few.length * 0.4 && zeros(1) === 0) return 'utf-16be';
  try {
    // A letter that is cut off at the end of the head is not wrong.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

const ENCODINGS: Readonly<
  Record<Encoding, (head: Uint8Array) => { readonly words: string | undefined; readonly skip: number }>
> = {
  'utf-8': (head) => ({ words: undefined, skip: head[0] === 0xef && head[1] === 0xbb ? 3 : 0 }),
  'utf-16le': (head) => ({ words: 'UTF-16 LE', skip: head[0] === 0xff ? 2 : 0 }),
  'utf-16be': (head) => ({ words: 'UTF-16 BE', skip: head[0] === 0xfe ? 2 : 0 }),
  'windows-1252': () => ({ words: 'Windows-1252', skip: 0 }),
};

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

function headOf(pieces: Pieces): Uint8Array {
  for (const piece of pieces()) return piece.slice(0, HEAD_BYTES);
  return new Uint8Array(0);
}

function* piecesOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const piece = Buffer.alloc(PIECE_BYTES);
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** Lines without their ends, whichever these are. */
function* linesOf(pieces: Pieces, encoding: Encoding, skip: number): Generator<string> {
  const decoder = new TextDecoder(encoding);
  let rest = '';
  let toSkip = skip;
  for (const piece of pieces()) {
    const text = rest + decoder.decode(toSkip > 0 ? piece.subarray(toSkip) : piece, { stream: true });
    toSkip = 0;
    // What ends in a carriage return may go on with a line feed.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + text.slice(whole.length);
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}
