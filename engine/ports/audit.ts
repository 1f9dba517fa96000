import type { AuditKind, AuditNote, AuditRow } from '../domain/audit.ts';

/** Where acts at the doors are noted. */
export interface Audit {
  /** Never throws and never waits: what cannot be written now is held, and written later. */
  note(note: AuditNote): void;
}

/** What of the log is asked for. */
export interface AuditAsk {
  /** Rows before this one; undefined: the newest. */
  readonly before?: number | undefined;
  readonly limit: number;
  readonly kind?: AuditKind | undefined;
  readonly actor?: string | undefined;
  /** A code, or "refused" for all of them. */
  readonly result?: string | undefined;
}

export type StoredAudit = AuditRow & { readonly id: number };

export interface AuditReader {
  /** Oldest first. */
  read(ask: AuditAsk): readonly StoredAudit[];
}

/** Any refusal, whatever its code. */
export const ANY_REFUSAL = 'refused';
