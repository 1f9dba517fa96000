import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { SPILL_FILE, stamp } from '../schema/files.ts';
import { flushFolder } from '../schema/flush.ts';
import { StoreProblem, messageOf } from '../schema/problem.ts';

const ZEROS = Buffer.alloc(64 * 1024);
const BLOCK_BYTES = 512;

export function spillPath(dataDir: string): string {
  return join(dataDir, SPILL_FILE);
}

/** What stands in the spill; nothing when there is none. */
export function readSpill(dataDir: string): Buffer {
  try {
    return readFileSync(spillPath(dataDir));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw new StoreProblem(
      'unwritable',
      `The spill ${spillPath(dataDir)} cannot be read: ${messageOf(error)}. Orders and fills may stand in it, so it was left as it is. Make it readable, or move it away to start without it.`,
      error,
    );
  }
}

/** Renames the spill; nothing is deleted or written over. Returns where it is now. */
export function setSpillAside(dataDir: string, wallMs: number): string {
  const path = spillPath(dataDir);
  const away = `${path}.set-aside-${stamp(wallMs)}`;
  let free = away;
  for (let n = 2; existsSync(free); n += 1) free = `${away}-${n}`;
  renameSync(path, free);
  flushFolder(dataDir);
  return free;
}

/** There is no space for a record in what was kept for the spill. */
export class SpillFull extends Error {
  override readonly name = 'SpillFull';
}

/** The file that holds spilled commits. Its blocks are written beforehand, so that records go into it on a full disk. */
export class SpillFile {
  readonly capacityBytes: number;
  private readonly path: string;
  private readonly file: number;
  private used = 0;
  /** Behind this there are only zeros. */
  private dirty: number;

  /**
   * @param leftBytes behind this there are only zeros; what stands before has been dealt with: the spill begins empty
   * @throws the system's error
   */
  constructor(dataDir: string, capacityBytes: number, leftBytes: number) {
    this.path = spillPath(dataDir);
    this.capacityBytes = capacityBytes;
    this.dirty = leftBytes;
    const isNew = !existsSync(this.path);
    this.file = openSync(this.path, isNew ? 'w+' : 'r+', 0o600);
    if (isNew) flushFolder(dataDir);
  }

  get usedBytes(): number {
    return this.used;
  }

  /**
   * Empties the file and has all its blocks on the disk.
   * @throws the system's error: it keeps no space then, and takes records as far as there is some
   */
  reserve(): void {
    const { size, blocks } = fstatSync(this.file);
    const isReserved = this.dirty === 0 && size >= this.capacityBytes && blocks * BLOCK_BYTES >= this.capacityBytes;
    if (isReserved) return;
    try {
      this.blank(0, Math.max(this.capacityBytes, this.dirty));
    } catch (error) {
      ftruncateSync(this.file);
      this.dirty = 0;
      throw error;
    }
  }

  /**
   * Puts a record behind the others; it is on the disk when this returns.
   * @throws SpillFull, or the system's error: the record is not in the file then, or is overwritten by the next one
   */
  append(record: Buffer): void {
    const from = this.used;
    const end = from + record.length;
    if (end > this.capacityBytes) {
      throw new SpillFull(
        `${this.path} is full: ${from} of ${this.capacityBytes} bytes are used, the commit takes ${record.length}`,
      );
    }
    // What a failed append may have left behind this record goes with the same write.
    const bytes = this.dirty > end ? Buffer.concat([record, Buffer.alloc(this.dirty - end)]) : record;
    this.dirty = Math.max(this.dirty, end);
    try {
      this.write(bytes, from);
      fdatasyncSync(this.file);
    } catch (error) {
      this.tryToBlank(from);
      throw error;
    }
    this.used = end;
    this.dirty = end;
  }

  /**
   * Empties the file: what stood in it is in the database.
   * @throws the system's error; records may be appended all the same, they overwrite what is left
   */
  clear(): void {
    this.used = 0;
    this.blank(0, this.dirty);
  }

  close(): void {
    closeSync(this.file);
  }

  private blank(from: number, to: number): void {
    for (let at = from; at < to; at += ZEROS.length) this.write(ZEROS.subarray(0, Math.min(ZEROS.length, to - at)), at);
    fdatasyncSync(this.file);
    this.dirty = Math.min(this.dirty, from);
  }

  private tryToBlank(from: number): void {
    try {
      // What did not come to the disk needs no zeros, and has perhaps no space for them.
      this.dirty = Math.min(this.dirty, Math.max(from, fstatSync(this.file).size));
      this.blank(from, this.dirty);
    } catch {
      // `dirty` says what is left; the next append writes over it, and a start drops what is no whole record
    }
  }

  private write(bytes: Buffer, at: number): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done, bytes.length - done, at + done);
  }
}
