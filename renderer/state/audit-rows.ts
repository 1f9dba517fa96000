import { ERROR_CODES, type AuditEntry } from '../../engine/wire/index.ts';

/** Rows of the audit log on one page. */
export const AUDIT_PAGE = 25;

export interface AuditFilter {
  /** Stands in any of a row's words. */
  readonly text: string;
  readonly isRefusedOnly: boolean;
}

export interface AuditShown {
  readonly rows: readonly AuditEntry[];
  /** Of the first row that is shown, from 1; 0 where there is none. */
  readonly from: number;
  readonly to: number;
  readonly all: number;
}

export function isRefused({ result }: AuditEntry): boolean {
  return result !== 'ok';
}

/** "add user" of "add-user": codes are words already. */
export function actWords(what: string): string {
  return what.replaceAll('-', ' ');
}

/** "done", or the code of the refusal: "rate limited". */
export function resultWords({ result }: Pick<AuditEntry, 'result'>): string {
  return result === 'ok' ? 'done' : result.replaceAll('_', ' ');
}

/** The sentence behind the code of a refusal; undefined where there is none. */
export function resultSentence({ result }: Pick<AuditEntry, 'result'>): string | undefined {
  return Object.hasOwn(ERROR_CODES, result) ? ERROR_CODES[result as keyof typeof ERROR_CODES] : undefined;
}

function matches(entry: AuditEntry, text: string): boolean {
  const { actor, device, what, scope, cause } = entry;
  const words = [actor, device, what, actWords(what), scope, cause, resultWords(entry)].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** A page, newest first, of what the filter lets through; a page behind the last one shows the last. */
export function auditPage(entries: readonly AuditEntry[], filter: AuditFilter, page: number): AuditShown {
  const found = entries.filter(
    (entry) => (!filter.isRefusedOnly || isRefused(entry)) && matches(entry, filter.text.trim()),
  );
  const newest = found.toReversed();
  const last = Math.max(0, Math.ceil(newest.length / AUDIT_PAGE) - 1);
  const start = Math.min(Math.max(0, page), last) * AUDIT_PAGE;
  const rows = newest.slice(start, start + AUDIT_PAGE);
  return { rows, from: rows.length === 0 ? 0 : start + 1, to: start + rows.length, all: newest.length };
}
