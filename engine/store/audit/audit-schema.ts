import type { AuditPart, AuditRow } from '../../domain/audit.ts';
import { canonicalJson, chainHash } from '../schema/chain.ts';

/**
 * Rows are only added. Each part of the log is a chain of its own, so that old rows of one can be dropped without a gap in
 * another: `heads` says where each begins and ends. Nothing may be changed, and nothing dropped but what lies before the
 * beginning.
 */
export const AUDIT_TABLES = `
CREATE TABLE rows (
  id INTEGER PRIMARY KEY,
  part TEXT NOT NULL,
  seq INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  count INTEGER NOT NULL,
  door TEXT NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  actor TEXT NOT NULL,
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  scope TEXT NOT NULL,
  cause TEXT NOT NULL,
  result TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX rows_chain ON rows (part, seq);
CREATE INDEX rows_kind ON rows (kind, id);
CREATE INDEX rows_actor ON rows (actor, id);
-- base: the hash of the row before the first one that is kept.
CREATE TABLE heads (
  part TEXT PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  base BLOB NOT NULL,
  last_seq INTEGER NOT NULL,
  last_hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER rows_stay BEFORE UPDATE ON rows
BEGIN SELECT RAISE(ABORT, 'rows of the audit log are not changed'); END;
CREATE TRIGGER rows_are_kept BEFORE DELETE ON rows
WHEN old.seq >= (SELECT first_seq FROM heads WHERE part = old.part)
BEGIN SELECT RAISE(ABORT, 'rows of the audit log are not removed'); END;
`;

const DAY_MS = 86_400_000;

/** How much of each part is kept: the newest rows, and none that is older. Some 350 bytes a row. */
export const AUDIT_BOUNDS: Readonly<Record<AuditPart, { readonly rows: number; readonly ageMs: number }>> = {
  rights: { rows: 100_000, ageMs: 3_650 * DAY_MS },
  commands: { rows: 100_000, ageMs: 400 * DAY_MS },
  sessions: { rows: 50_000, ageMs: 400 * DAY_MS },
  refused: { rows: 50_000, ageMs: 400 * DAY_MS },
  strangers: { rows: 20_000, ageMs: 90 * DAY_MS },
};

/** Hash of a row: over that of the row before it in its part, `[part,seq]`, and the row as JSON with sorted keys. */
export function auditHash(previous: Buffer, seq: number, row: AuditRow): Buffer {
  return chainHash(previous, JSON.stringify([row.part, seq]), canonicalJson(row));
}
