import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import type { AuditPart, AuditRow } from '../../domain/audit.ts';
import { GENESIS } from '../schema/chain.ts';
import { AUDIT_APPLICATION_ID, auditPath, stamp } from '../schema/files.ts';
import { type Handle, openHandle, type Statement } from '../schema/handle.ts';
import { isDamage, StoreProblem } from '../schema/problem.ts';
import { AUDIT_BOUNDS, AUDIT_TABLES, auditHash } from './audit-schema.ts';

const VERSION = 1;
/** Old rows are looked for after so many new ones of a part, and so many are dropped at most: a clock may be wrong. */
const DROP_EVERY = 100;
const DROP_MOST = 300;

interface Head {
  readonly first: number;
  readonly base: Buffer;
  readonly last: number;
  readonly hash: Buffer;
}

/** The file of the audit log, open for writing. Several processes may have it open: a row is added in one transaction. */
export class AuditFile {
  private readonly db: Handle;
  private readonly statements: Readonly<Record<'head' | 'keep' | 'insert' | 'behind' | 'drop', Statement>>;

  /**
   * @param busyMs how long another program's lock is waited for
   * @param checkpoints whether this process may have to copy the write-ahead log into the file
   * @throws StoreProblem `foreign`, or SQLite's error
   */
  constructor(dataDir: string, { busyMs, checkpoints }: { readonly busyMs: number; readonly checkpoints: boolean }) {
    const path = auditPath(dataDir);
    // Made here, for its owner alone; SQLite gives the log beside it the same rights.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    this.db = openHandle(path, { busyMs });
    try {
      this.prepare(path);
      if (!checkpoints) this.db.pragma('wal_autocheckpoint = 0');
      this.statements = {
        head: this.db.prepare(
          'SELECT first_seq AS first, base, last_seq AS last, last_hash AS hash FROM heads WHERE part = ?',
        ),
        keep: this.db.prepare(
          'INSERT OR REPLACE INTO heads (part, first_seq, base, last_seq, last_hash) VALUES (?, ?, ?, ?, ?)',
        ),
        insert: this.db.prepare(
          `INSERT INTO rows (part, seq, time_ms, until_ms, count, door, kind, what, actor, device, address, scope, cause, result, hash)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ),
        behind: this.db.prepare(
          `SELECT seq, hash FROM rows WHERE part = ? AND seq < ? AND (seq <= ? OR time_ms < ?) ORDER BY seq DESC LIMIT 1`,
        ),
        drop: this.db.prepare('DELETE FROM rows WHERE part = ? AND seq < ?'),
      };
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  /**
   * Adds rows behind the others, all or none.
   * @throws SQLite's error: locked, full, ...
   */
  append(rows: readonly AuditRow[]): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      for (const row of rows) this.add(row);
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.db.close();
  }

  private add(row: AuditRow): void {
    const { part, timeMs, untilMs, count, door, kind, what, actor, device, address, scope, cause, result } = row;
    // The columns that the statement names, in a file of this schema.
    const head = (this.statements.head.get(part) as Head | undefined) ?? {
      first: 1,
      base: GENESIS,
      last: 0,
      hash: GENESIS,
    };
    const seq = head.last + 1;
    const hash = auditHash(head.hash, seq, row);
    this.statements.insert.run(
      ...[part, seq, timeMs, untilMs, count, door, kind, what, actor, device, address, scope, cause, result, hash],
    );
    this.statements.keep.run(part, head.first, head.base, seq, hash);
    if (seq % DROP_EVERY === 0) this.dropOld(part, { ...head, last: seq, hash }, timeMs);
  }

  /** The head is moved first: what lies before it may go. */
  private dropOld(part: AuditPart, head: Head, nowMs: number): void {
    const { rows, ageMs } = AUDIT_BOUNDS[part];
    const last = this.statements.behind.get(part, head.first + DROP_MOST, head.last - rows, nowMs - ageMs) as
      { readonly seq: number; readonly hash: Buffer } | undefined;
    if (last === undefined) return;
    this.statements.keep.run(part, last.seq + 1, last.hash, head.last, head.hash);
    this.statements.drop.run(part, last.seq + 1);
  }

  private prepare(path: string): void {
    const { db } = this;
    const id = (): number => Number(db.pragma('application_id', { simple: true }));
    if (id() === AUDIT_APPLICATION_ID) return;
    db.pragma('journal_mode = WAL');
    db.exec('BEGIN IMMEDIATE');
    try {
      // Another process may have made it meanwhile.
      if (id() !== AUDIT_APPLICATION_ID) {
        const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
        if (id() !== 0 || tables > 0) throw new StoreProblem('foreign', `${path} is not an audit log of Pitwall.`);
        db.exec(AUDIT_TABLES);
        db.pragma(`application_id = ${AUDIT_APPLICATION_ID}`);
        db.pragma(`user_version = ${VERSION}`);
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}

export function hasAudit(dataDir: string): boolean {
  return existsSync(auditPath(dataDir));
}

/**
 * Renames a file that is no audit log or is damaged; nothing is deleted. For whoever holds the folder's lease and has not
 * begun anything on it. Returns where it is now; undefined: the file is as it should be, or is not there.
 */
export function setDamagedAuditAside(dataDir: string, wallMs: number): string | undefined {
  const path = auditPath(dataDir);
  if (!existsSync(path)) return undefined;
  try {
    const file = new AuditFile(dataDir, { busyMs: 2_000, checkpoints: false });
    file.close();
    return undefined;
  } catch (error) {
    const isOther = error instanceof StoreProblem && error.code === 'foreign';
    if (!isOther && !isDamage(error)) throw error;
  }
  const away = `${path}.set-aside-${stamp(wallMs)}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, away + suffix);
  }
  return away;
}
