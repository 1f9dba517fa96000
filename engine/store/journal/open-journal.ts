import { STRATEGIES } from '../../domain/book.ts';
import type { Logger } from '../../ports/logger.ts';
import { silentLogger } from '../../ports/logger.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import type { Migration } from '../migrations/migrations.ts';
import { migrate, newestVersion, schemaVersion } from '../migrations/migrate.ts';
import { APPLICATION_ID, dbPath } from '../schema/files.ts';
import type { Handle } from '../schema/handle.ts';
import { openHandle } from '../schema/handle.ts';
import { StoreProblem, isBusy, isDamage, isTransient, messageOf } from '../schema/problem.ts';
import type { CheckpointThreadOptions } from './checkpoint-thread.ts';
import { CheckpointThread } from './checkpoint-thread.ts';
import { Ballast } from './ballast.ts';
import { takeDeskLock } from './desk-lock.ts';
import { emptyRun } from './empty-run.ts';
import { ensureWritableFolder, foreignFile, kindOfFile } from './folder.ts';
import {
  DamageFound,
  bootId,
  clearMarker,
  fileBytes,
  inspect,
  integrityFaults,
  readMarker,
  scopeOfCheck,
  setAside,
  setMarker,
} from './integrity.ts';
import type { MergedSpill } from './merge-spill.ts';
import { mergeSpill } from './merge-spill.ts';
import type { RunRequest, SelectedRun } from './select-run.ts';
import { selectRun } from './select-run.ts';
import { readSpill } from './spill-file.ts';
import type { SpillFile } from './spill-file.ts';
import type { SpillContent } from './spill-format.ts';
import { decodeSpill, usedBytes } from './spill-format.ts';
import type { JournalFaults } from './sqlite-journal.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import type { SpillFound } from './start-spill.ts';
import { openSpill, settleSpill } from './start-spill.ts';

export interface OpenOptions {
  readonly dataDir: string;
  readonly request: RunRequest;
  /** Of the lease. A desk of an older epoch than the file has seen is refused: it has been replaced. */
  readonly epoch: number;
  /** Market days for which P&L seconds are kept; default 100. */
  readonly pnlRetentionDays?: number;
  readonly logger?: Logger;
  /** How long to wait for a dying desk; default 5 s. */
  readonly lockWaitMs?: number;
  /** False: no checkpoint thread (tests, days in advance); or how often and when it works. */
  readonly checkpoints?: boolean | Omit<CheckpointThreadOptions, 'onError'>;
  /** How long a commit waits for another program's write lock before it says that the file is locked; default 250 ms. */
  readonly busyMs?: number;
  /** Room kept for commits that cannot be written, default 8 MiB; and kept back for a full disk, default 32 MiB; 0: none. */
  readonly spillBytes?: number;
  readonly ballastBytes?: number;
  readonly wallNow?: () => number;
  readonly migrations?: readonly Migration[];
  /** Tests only: the file may not grow beyond so many pages; errors and deaths at certain points. */
  readonly faults?: JournalFaults & { readonly maxPageCount?: number };
}

export interface OpenedJournal {
  readonly journal: SqliteJournal;
  readonly how: SelectedRun['how'];
  /** True when the last desk did not close the file. */
  readonly afterUncleanStop: boolean;
  readonly spillFound: SpillFound;
}

const BUSY_MS = 250;
const SPILL_BYTES = 8 * 1024 * 1024;
const BALLAST_BYTES = 32 * 1024 * 1024;
const OPEN_BUSY_MS = 2_000;
const RETENTION_DAYS = 100;

/**
 * Opens or makes `pitwall.db` for the desk, and takes in what the last one left in the spill. Throws StoreProblem with a
 * message for a person; see `schema/problem.ts`.
 */
export function openJournal(options: OpenOptions): OpenedJournal {
  const ballast = new Ballast(options.dataDir);
  const unlock = ballast.spend(() => {
    ensureWritableFolder(options.dataDir);
    return takeDeskLock(options.dataDir, options.lockWaitMs);
  });
  try {
    return ballast.spend(() => openLocked(options, unlock, ballast));
  } catch (error) {
    unlock();
    throw error;
  }
}

function openLocked(options: OpenOptions, unlock: () => void, ballast: Ballast): OpenedJournal {
  const { dataDir } = options;
  const wallNow = options.wallNow ?? Date.now;
  const logger = options.logger ?? silentLogger;
  const migrations = options.migrations ?? MIGRATIONS;
  const kind = kindOfFile(dataDir);
  if (kind === 'other') throw foreignFile(dataDir, 'not a file');
  const unclean = kind === 'file' && examine(dataDir, wallNow(), migrations, logger);
  const path = dbPath(dataDir);
  const found = readSpill(dataDir);
  const content = decodeSpill(found);
  let db: Handle | undefined;
  let spill: SpillFile | undefined;
  try {
    db = openHandle(path, { busyMs: OPEN_BUSY_MS });
    prepareConnection(db);
    migrate(db, { migrations, wallMs: wallNow(), onStep: (message) => logger.info(message) });
    db.pragma('synchronous = FULL'); // what is taken out of the spill is to be on the disk
    const { selected, merged } = enter(db, options, wallNow(), content);
    const spillFound = settleSpill(dataDir, content, merged, wallNow(), logger);
    const bytes = {
      spill: options.spillBytes ?? SPILL_BYTES,
      ballast: options.ballastBytes ?? BALLAST_BYTES,
      left: spillFound.setAside === undefined ? usedBytes(found) : 0,
    };
    spill = openSpill(dataDir, bytes, ballast, logger);
    if (options.faults?.maxPageCount !== undefined) db.pragma(`max_page_count = ${options.faults.maxPageCount}`);
    db.pragma(`busy_timeout = ${options.busyMs ?? BUSY_MS}`);
    const journal = makeJournal(db, selected, options, { wallNow, logger, unlock, spill, ballast });
    return { journal, how: selected.how, afterUncleanStop: unclean, spillFound };
  } catch (error) {
    spill?.close();
    db?.close();
    throw explain(error, dataDir, wallNow());
  }
}

/** Looks at an existing file without writing to it; true when the last desk did not close it. */
function examine(dataDir: string, wallMs: number, migrations: readonly Migration[], logger: Logger): boolean {
  return inspect(dataDir, wallMs, (db) => {
    const version = schemaVersion(db);
    const applicationId = Number(db.pragma('application_id', { simple: true }));
    if (applicationId !== APPLICATION_ID) {
      const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
      if (tables > 0 || applicationId !== 0) throw foreignFile(dataDir, 'a database of another program');
      return false;
    }
    const newest = newestVersion(migrations);
    if (version > newest) {
      throw new StoreProblem(
        'newer',
        `${dbPath(dataDir)} was written by a newer version of Pitwall (schema ${version}; this one knows ${newest}). Nothing was changed. Start the newer version, or choose another folder with --data-dir.`,
      );
    }
    if (version === 0) return false;
    const marker = readMarker(db);
    if (marker === undefined) return false;
    const scope = scopeOfCheck(marker, bootId(), fileBytes(dataDir));
    logger.warn('the last desk did not close the file; checking it', { pid: marker.pid, scope });
    const faults = integrityFaults(db, scope);
    if (faults.length > 0) throw new DamageFound(faults);
    return true;
  });
}

function prepareConnection(db: Handle): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') {
    throw new StoreProblem(
      'unwritable',
      `${db.name} cannot use a write-ahead log here (journal mode ${String(mode)}); a network folder cannot hold it. Choose a local folder with --data-dir.`,
    );
  }
  db.pragma('wal_autocheckpoint = 0');
  db.pragma('synchronous = NORMAL');
  db.pragma('journal_size_limit = 67108864');
  // The writer appends: few pages are looked at again. A large cache would only grow with the file.
  db.pragma('cache_size = -3072');
  db.pragma('temp_store = MEMORY');
}

/** Everything that a start writes of itself, in one transaction; and before it what was spilled: it may have ended a run. */
function enter(
  db: Handle,
  options: OpenOptions,
  wallMs: number,
  content: SpillContent,
): { readonly selected: SelectedRun; readonly merged: MergedSpill } {
  db.exec('BEGIN IMMEDIATE');
  try {
    const read = db.prepare('SELECT value FROM meta WHERE key = ?').pluck();
    const write = db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    const seenEpoch = Number(read.get('epoch') ?? 0);
    if (seenEpoch > options.epoch) {
      throw new StoreProblem(
        'locked',
        `This desk (epoch ${options.epoch}) has been replaced: ${db.name} was opened by a later one (epoch ${seenEpoch}). Nothing was changed.`,
      );
    }
    write.run('app', 'pitwall');
    write.run('epoch', String(options.epoch));
    write.run('schema_version', String(schemaVersion(db)));
    setMarker(db, { pid: process.pid, boot: bootId() ?? null, wallMs });
    const merged = mergeSpill(db, content, options.pnlRetentionDays ?? RETENTION_DAYS);
    const selected = selectRun(db, options.request, wallMs);
    const run = selected.identity.runNumber;
    if (selected.how === 'restarted') emptyRun(db, run);
    writeStrategies(db);
    if (read.get('present_run') !== String(run) || merged.merged.length > 0) enableAsJournaled(db, run);
    write.run('present_run', String(run));
    db.exec('COMMIT');
    return { selected, merged };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function writeStrategies(db: Handle): void {
  const upsert = db.prepare(
    `INSERT INTO strategies (id, name, enabled, book, kind, root) VALUES (?, ?, 0, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, book = excluded.book, kind = excluded.kind, root = excluded.root`,
  );
  for (const s of STRATEGIES) upsert.run(s.number, s.name, s.id, s.kind, s.root);
}

/** `strategies.enabled` is that of the present run: another run has become it, or rows of any run came in. */
function enableAsJournaled(db: Handle, run: number): void {
  db.prepare(
    `UPDATE strategies SET enabled = coalesce((
       SELECT j.type = 'StrategyJoined' FROM journal j
       WHERE j.run = ? AND j.book = strategies.book AND j.type IN ('StrategyJoined', 'StrategyDropped')
       ORDER BY j.id DESC LIMIT 1), 0)`,
  ).run(run);
}

function makeJournal(
  db: Handle,
  selected: SelectedRun,
  options: OpenOptions,
  parts: {
    readonly wallNow: () => number;
    readonly logger: Logger;
    readonly unlock: () => void;
    readonly spill: SpillFile;
    readonly ballast: Ballast;
  },
): SqliteJournal {
  const { wallNow, logger, unlock, spill, ballast } = parts;
  let thread: CheckpointThread | undefined;
  const journal = new SqliteJournal(db, selected.identity, {
    pnlRetentionDays: options.pnlRetentionDays ?? RETENTION_DAYS,
    wallNow,
    busyMs: options.busyMs ?? BUSY_MS,
    spill,
    ballast,
    logger,
    faults: options.faults ?? {},
    waitForCheckpoint: () => thread?.waitWhileHolding() ?? false,
    onClose: () => {
      thread?.stop();
      try {
        clearMarker(db);
      } catch (error) {
        logger.error('the file could not be marked as closed; the next start will check it', {
          error: messageOf(error),
        });
      }
      db.close();
      spill.close();
      unlock();
    },
  });
  const checkpoints = options.checkpoints ?? true;
  if (checkpoints !== false) {
    thread = new CheckpointThread(db.name, {
      ...(checkpoints === true ? {} : checkpoints),
      onError: (error) => logger.error('the checkpoint thread ended', { error: error.message }),
    });
  }
  return journal;
}

function explain(error: unknown, dataDir: string, wallMs: number): unknown {
  const path = dbPath(dataDir);
  if (isDamage(error)) return setAside(dataDir, wallMs, [messageOf(error)]);
  if (isBusy(error)) {
    return new StoreProblem(
      'locked',
      `${path} is locked by another program. Nothing was changed. Close the program that holds it and start again.`,
      error,
    );
  }
  if (isTransient(error)) {
    return new StoreProblem(
      'unwritable',
      `${path} cannot be written: ${messageOf(error)}. Nothing was changed.`,
      error,
    );
  }
  return error;
}
