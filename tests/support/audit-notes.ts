import type { AuditNote } from '../../engine/domain/audit.ts';

/** An act as a door notes it. */
export function noteOf(given: Partial<AuditNote> = {}): AuditNote {
  return {
    kind: 'command',
    what: 'stop',
    actor: 'phone',
    isOwner: false,
    device: 'phone',
    address: '192.168.1.7',
    scope: 'account',
    cause: '',
    result: 'ok',
    ...given,
  };
}
