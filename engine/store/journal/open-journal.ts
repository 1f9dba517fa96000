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
import type { RunRequest, SelectedRun } from './select-run.ts';
import { selectRun } from './select-run.ts';
import { SqliteJournal } from './sqlite-journal.ts';

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
  readonly wallNow?: () => number;
  readonly migrations?: readonly Migration[];
  /** Tests only (decision 30): the file may not grow beyond so many pages; an error inside each commit. */
  readonly faults?: { readonly maxPageCount?: number; readonly beforeCommit?: () => void };
}

export interface OpenedJournal {
  readonly journal: SqliteJournal;
  readonly how: SelectedRun['how'];
  /** True when the last desk did not close the file. */
  readonly afterUncleanStop: boolean;
}

/** How long a commit waits for another program's write lock before it says that the file is locked. */
const BUSY_MS = 250;
const OPEN_BUSY_MS = 2_000;
const RETENTION_DAYS = 100;

/** Opens or makes `pitwall.db` for the desk. Throws StoreProblem with a message for a person; see `schema/problem.ts`. */
export function openJournal(options: OpenOptions): OpenedJournal {
  ensureWritableFolder(options.dataDir);
  const unlock = takeDeskLock(options.dataDir, options.lockWaitMs);
  try {
    return openLocked(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function openLocked(options: OpenOptions, unlock: () => void): OpenedJournal {
  const { dataDir } = options;
  const wallNow = options.wallNow ?? Date.now;
  const logger = options.logger ?? silentLogger;
  const migrations = options.migrations ?? MIGRATIONS;
  const kind = kindOfFile(dataDir);
  if (kind === 'other') throw foreignFile(dataDir, 'not a file');
  const unclean = kind === 'file' && examine(dataDir, wallNow(), migrations, logger);
  const path = dbPath(dataDir);
  let db: Handle | undefined;
  try {
    db = openHandle(path, { busyMs: OPEN_BUSY_MS });
    prepareConnection(db);
    migrate(db, { migrations, wallMs: wallNow(), onStep: (message) => logger.info(message) });
    const selected = enter(db, options, wallNow());
    if (options.faults?.maxPageCount !== undefined) db.pragma(`max_page_count = ${options.faults.maxPageCount}`);
    db.pragma(`busy_timeout = ${BUSY_MS}`);
    const journal = makeJournal(db, selected, options, wallNow, logger, unlock);
    return { journal, how: selected.how, afterUncleanStop: unclean };
  } catch (error) {
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

/** Everything that a start writes of itself, in one transaction. */
function enter(db: Handle, options: OpenOptions, wallMs: number): SelectedRun {
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
    const selected = selectRun(db, options.request, wallMs);
    const run = selected.identity.runNumber;
    if (selected.how === 'restarted') emptyRun(db, run);
    writeStrategies(db);
    if (read.get('present_run') !== String(run)) enableAsJournaled(db, run);
    write.run('present_run', String(run));
    db.exec('COMMIT');
    return selected;
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

/** `strategies.enabled` is that of the present run: another run has become it. */
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
  wallNow: () => number,
  logger: Logger,
  unlock: () => void,
): SqliteJournal {
  let thread: CheckpointThread | undefined;
  const journal = new SqliteJournal(db, selected.identity, {
    pnlRetentionDays: options.pnlRetentionDays ?? RETENTION_DAYS,
    wallNow,
    waitForCheckpoint: () => thread?.waitWhileHolding() ?? false,
    ...(options.faults?.beforeCommit === undefined ? {} : { beforeCommit: options.faults.beforeCommit }),
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
