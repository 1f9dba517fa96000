import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BALLAST_FILE } from '../schema/files.ts';
import { isFull } from '../schema/problem.ts';

const PIECE_BYTES = 1024 * 1024;

/** Space on the disk that is kept back: a file without meaning, deleted when the disk is full. */
export class Ballast {
  private readonly path: string;
  private there: boolean;

  constructor(dataDir: string) {
    this.path = join(dataDir, BALLAST_FILE);
    this.there = existsSync(this.path);
  }

  get present(): boolean {
    return this.there;
  }

  /** Gives the space up; true when there was some. */
  release(): boolean {
    if (!this.there) return false;
    this.there = false;
    try {
      rmSync(this.path);
      return true;
    } catch {
      return false; // somebody else has deleted it, or it cannot be deleted: no space comes of it
    }
  }

  /** Does something once more, with the space given up, when the disk was too full for it. */
  spend<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (isFull(error) && this.release()) return act();
      throw error;
    }
  }

  /**
   * Makes the file where the disk has space for it and as much again. Its bytes are random, so that a file system which
   * compresses keeps real space back.
   * @throws the system's error; nothing is left then
   */
  make(bytes: number): void {
    if (this.there && statSync(this.path).size === bytes) return;
    this.release();
    const { bavail, bsize } = statfsSync(join(this.path, '..'));
    if (bavail * bsize < 2 * bytes) return;
    const piece = randomFillSync(Buffer.alloc(Math.min(PIECE_BYTES, bytes)));
    const file = openSync(this.path, 'w', 0o600);
    this.there = true;
    try {
      for (let left = bytes; left > 0;) left -= writeSync(file, piece, 0, Math.min(piece.length, left));
    } catch (error) {
      this.release();
      throw error;
    } finally {
      closeSync(file);
    }
  }
}
