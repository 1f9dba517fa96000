import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statSync, statfsSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { sqliteCode } from './problem.ts';

/** What one commit gets: the pages of an order's end, several times over. */
const PIECE_BYTES = 256 * 1024;
const PIECES = 16;

/**
 * Space on the disk that the venue keeps back for what is executed at once: on a full disk a position can still be closed.
 * A file without meaning, given up piece by piece, for who filled the disk takes at once what is over.
 */
export class VenueBallast {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes the file whole where the disk has space for it and as much again. False: there is not so much. */
  make(): boolean {
    const bytes = PIECES * PIECE_BYTES;
    if (this.bytes === bytes) return true;
    const { bavail, bsize } = statfsSync(dirname(this.path));
    if (bavail * bsize + this.bytes < 2 * bytes) return false;
    // Random: a file system that compresses keeps real space back.
    const piece = randomFillSync(Buffer.alloc(PIECE_BYTES));
    const file = openSync(this.path, 'w', 0o600);
    try {
      for (let left = bytes; left > 0;) left -= writeSync(file, piece, 0, Math.min(piece.length, left));
      return true;
    } catch {
      rmSync(this.path, { force: true });
      return false;
    } finally {
      closeSync(file);
    }
  }

  /** Does something, and does it once more with a piece given up when the disk was too full for it. */
  spend(act: () => void): void {
    try {
      act();
    } catch (error) {
      const left = this.bytes - PIECE_BYTES;
      if (sqliteCode(error) !== 'SQLITE_FULL' || left < 0) throw error;
      truncateSync(this.path, left);
      act();
    }
  }

  private get bytes(): number {
    return existsSync(this.path) ? statSync(this.path).size : 0;
  }
}
