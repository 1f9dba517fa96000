import { DEFAULT_AUDIT_PAGE, type AuditPage, type HUB_PEOPLE_ROUTES, type Query } from '../../wire/index.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { AuditReader } from '../../ports/audit.ts';

/** A page of the audit log, with the place before which the next older one ends. */
export function readAudit(audit: AuditReader, query: Query<typeof HUB_PEOPLE_ROUTES.audit>): AuditPage {
  const limit = query.limit ?? DEFAULT_AUDIT_PAGE;
  // One more than asked for tells whether there is anything before.
  const found = audit.read({ ...query, limit: limit + 1 });
  const shown = found.slice(-limit);
  const rows = shown.map(({ part: _part, timeMs, untilMs, ...row }) => ({
    ...row,
    time: toIso(timeMs),
    until: toIso(untilMs),
  }));
  return { rows, older: found.length > limit ? (shown[0]?.id ?? null) : null };
}
