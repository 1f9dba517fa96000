import { expect, it } from 'vitest';
import type { Audit, AuditReader } from '../../../engine/ports/audit.ts';
import { noteOf } from '../audit-notes.ts';

/** What both the file and its twin in memory do. */
export function auditContract(make: () => Audit & AuditReader): void {
  it('tells the newest rows, oldest first, and those before a row', () => {
    const audit = make();
    for (let n = 1; n <= 5; n += 1) audit.note(noteOf({ scope: `MNQ${n}` }));
    const newest = audit.read({ limit: 2 });
    expect(newest.map(({ scope }) => scope)).toEqual(['MNQ4', 'MNQ5']);
    const older = audit.read({ limit: 2, before: newest[0]?.id });
    expect(older.map(({ scope }) => scope)).toEqual(['MNQ2', 'MNQ3']);
    expect(audit.read({ limit: 9, before: older[0]?.id }).map(({ scope }) => scope)).toEqual(['MNQ1']);
  });

  it('filters by kind, actor and result', () => {
    const audit = make();
    audit.note(noteOf({ kind: 'people', what: 'add-user', actor: 'owner', isOwner: true, scope: 'Ann (owner)' }));
    audit.note(noteOf({ result: 'forbidden' }));
    audit.note(noteOf({ kind: 'session', what: 'log-in', actor: '', scope: 'Ann', result: 'unauthorized' }));
    const whats = (ask: Parameters<AuditReader['read']>[0]) => audit.read(ask).map(({ what }) => what);
    expect(whats({ limit: 9, kind: 'people' })).toEqual(['add-user']);
    expect(whats({ limit: 9, actor: 'phone' })).toEqual(['stop']);
    expect(whats({ limit: 9, actor: '' })).toEqual(['log-in']);
    expect(whats({ limit: 9, result: 'ok' })).toEqual(['add-user']);
    expect(whats({ limit: 9, result: 'refused' })).toEqual(['stop', 'log-in']);
    expect(whats({ limit: 9, result: 'unauthorized', kind: 'session' })).toEqual(['log-in']);
    expect(whats({ limit: 9, kind: 'data' })).toEqual([]);
  });
}
