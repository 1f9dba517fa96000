import { existsSync } from 'node:fs';
import { ANY_REFUSAL, type AuditAsk, type AuditReader, type StoredAudit } from '../../ports/audit.ts';
import { AUDIT_APPLICATION_ID, auditPath } from '../schema/files.ts';
import { type Handle, openHandle } from '../schema/handle.ts';

const BUSY_MS = 1_000;

/** The audit log, read by a handle that cannot write. An installation that has none yet has no rows. */
export class AuditFileReader implements AuditReader {
  private readonly dataDir: string;
  private db: Handle | undefined;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  read({ before, limit, kind, actor, result }: AuditAsk): readonly StoredAudit[] {
    const db = this.open();
    if (db === undefined) return [];
    const asked: readonly (readonly [string, string | number | undefined])[] = [
      ['id < ?', before],
      ['kind = ?', kind],
      ['actor = ?', actor],
      [result === ANY_REFUSAL ? "result <> 'ok' AND ? <> ''" : 'result = ?', result],
    ];
    const given = asked.filter(([, value]) => value !== undefined);
    const where = given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`;
    // The columns that the statement names, in a file of this schema.
    return db
      .prepare(
        `SELECT id, part, time_ms AS timeMs, until_ms AS untilMs, count, door, kind, what, actor, device, address, scope,
           cause, result FROM rows ${where} ORDER BY id DESC LIMIT ?`,
      )
      .all(...given.map(([, value]) => value), limit)
      .toReversed() as StoredAudit[];
  }

  close(): void {
    this.db?.close();
    this.db = undefined;
  }

  private open(): Handle | undefined {
    if (this.db !== undefined) return this.db;
    const path = auditPath(this.dataDir);
    if (!existsSync(path)) return undefined;
    const db = openHandle(path, { readOnly: true, busyMs: BUSY_MS });
    if (Number(db.pragma('application_id', { simple: true })) === AUDIT_APPLICATION_ID) return (this.db = db);
    db.close();
    return undefined;
  }
}
