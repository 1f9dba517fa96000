import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { OpenOptions, OpenedJournal } from '../../../engine/store/journal/open-journal.ts';
import type { RunRequest } from '../../../engine/store/journal/select-run.ts';
import { openJournal } from '../../../engine/store/journal/open-journal.ts';
import { dbPath } from '../../../engine/store/schema/files.ts';

export const SCRIPT_REQUEST: RunRequest = {
  mode: 'SIM',
  configHash: 'script',
  accountKey: 'seed 1',
  startBalanceCents: 5_000_000,
};

/** For tests that do not need the product's 40 MiB. */
export const SMALL_RESERVE = { spillBytes: 64 * 1024, ballastBytes: 0 };

/** A data folder of its own for one test. */
export class StoreFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'pitwall-store-'));
  private opened: OpenedJournal[] = [];
  private copies = 0;

  open(options: Partial<OpenOptions> = {}): OpenedJournal {
    const opened = openJournal({
      dataDir: this.path,
      request: SCRIPT_REQUEST,
      epoch: 1,
      lockWaitMs: 0,
      checkpoints: false,
      ...SMALL_RESERVE,
      ...options,
    });
    this.opened.push(opened);
    return opened;
  }

  /** The desk's files as they would be if it were killed now, in a folder of their own. */
  copyAsKilled(dataDir = this.path): string {
    this.copies += 1;
    const copy = join(this.path, `killed-${this.copies}`);
    mkdirSync(copy);
    for (const name of readdirSync(dataDir)) {
      if (/^(?:pitwall\.db|journal\.)/.test(name)) cpSync(join(dataDir, name), join(copy, name));
    }
    return copy;
  }

  /** Closes what is open in order. */
  closeAll(): void {
    for (const { journal } of this.opened.splice(0)) journal.close();
  }

  dispose(): void {
    this.closeAll();
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Holds the write lock of the file as another program would; returns what lets go. */
export function lockFile(dataDir: string): () => void {
  const other = new Database(dbPath(dataDir));
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}
