import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '../../domain/assert.ts';
import type { RunOrigin } from '../../ports/venue-store.ts';
import { VenueFileProblem, sqliteCode } from './problem.ts';
import {
  RUN_TABLES,
  VENUE_APPLICATION_ID,
  VENUE_BALLAST_FILE,
  VENUE_FILE,
  VENUE_LOCK_FILE,
  VENUE_SCHEMA,
  VENUE_SCHEMA_VERSION,
} from './schema.ts';
import { SqliteVenueStore } from './sqlite-venue-store.ts';
import { VenueBallast } from './venue-ballast.ts';

export interface VenueFileOptions {
  /** How long to wait for another venue to let go of the folder (one that was told to end), wall ms. */
  readonly waitMs?: number;
  /** False: no space is kept back for a full disk (days in advance). */
  readonly hasBallast?: boolean;
}

/** The broker's own file in a data folder, for one venue at a time. It holds every run that was ever played there. */
export class VenueFile {
  private readonly db: Database.Database;
  private readonly lock: Database.Database;
  private readonly ballast: VenueBallast;
  /** False: no space is kept back in which a position could be closed on a full disk. */
  readonly isReserved: boolean;

  /** Opens it, or makes it. Throws VenueFileProblem with a message for a person. */
  constructor(dataDir: string, options: VenueFileOptions = {}) {
    mkdirSync(dataDir, { recursive: true });
    this.lock = takeLock(join(dataDir, VENUE_LOCK_FILE), options.waitMs ?? 5_000);
    try {
      this.db = openChecked(join(dataDir, VENUE_FILE));
    } catch (error) {
      this.lock.close();
      throw error;
    }
    this.ballast = new VenueBallast(join(dataDir, VENUE_BALLAST_FILE));
    this.isReserved = options.hasBallast !== false && this.ballast.make();
  }

  /** Where a run began; undefined for one that is unknown, or whose days in advance were interrupted. */
  origin(name: string): RunOrigin | undefined {
    return this.db
      .prepare<[string], RunOrigin>(
        'SELECT start_after_ms AS startAfterMs, fine_from_ms AS fineFromMs FROM runs WHERE run = ? AND in_bulk = 0',
      )
      .get(name);
  }

  /** The books of a run. One that `origin` does not know begins anew, with this origin. */
  run(name: string, origin: RunOrigin): SqliteVenueStore {
    if (this.origin(name) === undefined) this.begin(name, origin);
    const number = this.db.prepare<[string], number>('SELECT number FROM runs WHERE run = ?').pluck().get(name);
    return new SqliteVenueStore(this.db, defined(number, `the number of run "${name}"`), this.ballast);
  }

  /** Drops the books of a run: its days in advance are to be played anew. */
  forget(name: string): void {
    this.db
      .transaction(() => {
        const number = this.db.prepare<[string], number>('SELECT number FROM runs WHERE run = ?').pluck().get(name);
        if (number === undefined) return;
        for (const table of RUN_TABLES) this.db.prepare(`DELETE FROM ${table} WHERE run = ?`).run(number);
        this.db.prepare('DELETE FROM runs WHERE number = ?').run(number);
      })
      .immediate();
  }

  /** The highest epoch of a desk that was ever seen. */
  epoch(): number {
    return this.db.prepare<[], number>('SELECT epoch FROM venue').pluck().get() ?? 0;
  }

  /** Remembers the epoch of a desk; false for one that has been replaced by a later one. */
  admitEpoch(epoch: number): boolean {
    const highest = this.epoch();
    if (epoch < highest) return false;
    if (epoch > highest) this.db.prepare('UPDATE venue SET epoch = ?').run(epoch);
    return true;
  }

  private begin(name: string, origin: RunOrigin): void {
    this.forget(name);
    this.db
      .transaction(() => {
        this.db
          .prepare('INSERT INTO runs (run, start_after_ms, fine_from_ms) VALUES (?, ?, ?)')
          .run(name, origin.startAfterMs, origin.fineFromMs);
      })
      .immediate();
  }

  close(): void {
    if (this.db.open) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      this.db.close();
    }
    if (this.lock.open) this.lock.close();
  }
}

function takeLock(path: string, waitMs: number): Database.Database {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(path, { timeout: waitMs });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error))) {
      throw new VenueFileProblem(
        `Another venue works on this folder and did not end within ${waitMs / 1000} s (${path}).`,
      );
    }
    throw new VenueFileProblem(`The venue's lock cannot be opened: ${path}: ${(error as Error).message}`);
  }
}

function openChecked(path: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 2_000 });
    const version = Number(db.pragma('user_version', { simple: true }));
    const application = Number(db.pragma('application_id', { simple: true }));
    if (application !== VENUE_APPLICATION_ID && !(application === 0 && version === 0)) {
      throw new VenueFileProblem(`${path} is not a file of our venue. Nothing was changed.`);
    }
    if (version > VENUE_SCHEMA_VERSION) {
      throw new VenueFileProblem(
        `${path} was written by a newer version (${version}, this one knows ${VENUE_SCHEMA_VERSION}). Nothing was changed.`,
      );
    }
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    if (version === 0) {
      const fresh = db;
      fresh.transaction(() => {
        fresh.exec(VENUE_SCHEMA);
        fresh.pragma(`application_id = ${VENUE_APPLICATION_ID}`);
        fresh.pragma(`user_version = ${VENUE_SCHEMA_VERSION}`);
      })();
    }
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof VenueFileProblem) throw error;
    const code = sqliteCode(error);
    const what = /^SQLITE_(CORRUPT|NOTADB)/.test(code) ? 'is damaged' : 'cannot be opened';
    throw new VenueFileProblem(`${path} ${what}: ${(error as Error).message}. Nothing was changed.`);
  }
}
