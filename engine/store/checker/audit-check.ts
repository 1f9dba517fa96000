import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AUDIT_FILE, auditPath } from '../schema/files.ts';
import { type Handle, openHandle } from '../schema/handle.ts';
import { isDamage, messageOf } from '../schema/problem.ts';
import type { Findings } from './findings.ts';

export interface AuditReport {
  /** By part: rows that are kept, and the hash of the newest. */
  readonly parts: readonly { readonly part: string; readonly rows: number; readonly lastHash: string }[];
}

interface Row {
  readonly seq: number;
  readonly hash: Buffer;
  readonly [column: string]: unknown;
}

/** What a row's hash is over, by the names under which it was hashed, in their order. */
const HASHED = `json_object('actor', actor, 'address', address, 'cause', cause, 'count', count, 'device', device,
  'door', door, 'kind', kind, 'part', part, 'result', result, 'scope', scope, 'timeMs', time_ms, 'untilMs', until_ms,
  'what', what)`;

/** Walks the chains of the audit log with code of its own. Undefined: there is none. */
export function checkAudit(dataDir: string, findings: Findings): AuditReport | undefined {
  const path = auditPath(dataDir);
  if (!existsSync(path)) return undefined;
  const db = openHandle(path, { readOnly: true, busyMs: 2_000 });
  try {
    db.exec('BEGIN');
    for (const fault of db.prepare('PRAGMA quick_check(10)').pluck().all()) {
      if (fault !== 'ok') findings.add('audit', AUDIT_FILE, 'structure', 'ok', String(fault));
    }
    // The schema holds `part` as text.
    const inRows = db.prepare('SELECT DISTINCT part FROM rows').pluck().all() as string[];
    const inHeads = db.prepare('SELECT part FROM heads').pluck().all() as string[];
    const parts = [...new Set([...inRows, ...inHeads])].toSorted();
    return { parts: parts.map((part) => checkPart(db, part, findings)) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    findings.add('audit', AUDIT_FILE, 'SQLite', 'a sound file', messageOf(error));
    return { parts: [] };
  } finally {
    db.close();
  }
}

function checkPart(db: Handle, part: string, findings: Findings): AuditReport['parts'][number] {
  const head = db
    .prepare('SELECT first_seq AS first, base, last_seq AS last, last_hash AS hash FROM heads WHERE part = ?')
    .get(part) as
    { readonly first: number; readonly base: Buffer; readonly last: number; readonly hash: Buffer } | undefined;
  if (head === undefined) {
    findings.add('audit', part, 'head of the part', 'one', 'none');
    return { part, rows: 0, lastHash: '' };
  }
  let previous = head.base;
  let seq = head.first - 1;
  let rows = 0;
  const kept = db.prepare(`SELECT seq, hash, ${HASHED} AS json FROM rows WHERE part = ? ORDER BY seq`);
  // The columns that the statement names.
  for (const row of kept.iterate(part) as IterableIterator<Row>) {
    const where = `${part} row ${row.seq}`;
    findings.same('audit', where, 'number after the row before', seq + 1, row.seq);
    const text = JSON.stringify([part, row.seq]) + JSON.stringify(JSON.parse(String(row['json'])));
    const hash = createHash('sha256').update(previous).update(text, 'utf8').digest();
    if (!hash.equals(row.hash)) findings.add('audit', where, 'hash', short(hash), short(row.hash));
    // Goes on from what stands there: one changed row is one finding, not all that follow.
    previous = row.hash;
    seq = row.seq;
    rows += 1;
  }
  findings.same('audit', part, 'last row', head.last, seq);
  if (!head.hash.equals(previous)) findings.add('audit', part, 'last hash', short(head.hash), short(previous));
  return { part, rows, lastHash: previous.toString('hex') };
}

function short(hash: Buffer): string {
  return hash.toString('hex').slice(0, 16);
}
