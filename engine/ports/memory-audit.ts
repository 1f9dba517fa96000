import { AUDIT_OK, type AuditNote } from '../domain/audit.ts';
import { AuditFold } from './audit-fold.ts';
import { ANY_REFUSAL, type Audit, type AuditAsk, type AuditReader, type StoredAudit } from './audit.ts';
import type { Clock } from './clock.ts';

/** The log's twin: keeps everything in memory. */
export class MemoryAudit implements Audit, AuditReader {
  readonly rows: StoredAudit[] = [];
  private readonly fold: AuditFold;

  constructor(clock: Clock, door = 'hub') {
    this.fold = new AuditFold({ clock, door, keep: (row) => this.rows.push({ id: this.rows.length + 1, ...row }) });
  }

  note(note: AuditNote): void {
    this.fold.note(note);
  }

  read({ before, limit, kind, actor, result }: AuditAsk): readonly StoredAudit[] {
    return this.rows
      .filter(
        (row) =>
          (before === undefined || row.id < before) &&
          (kind === undefined || row.kind === kind) &&
          (actor === undefined || row.actor === actor) &&
          (result === undefined || row.result === result || (result === ANY_REFUSAL && row.result !== AUDIT_OK)),
      )
      .slice(-limit);
  }

  /** What was counted so far becomes rows. */
  flush(): void {
    this.fold.flush();
  }
}
