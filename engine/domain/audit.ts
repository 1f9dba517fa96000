/** What an audited act was about. */
export const AUDIT_KINDS = {
  people: 'users, their roles and passwords, links that open the cockpit',
  devices: 'pairing, confirming and ending of devices and log-ins',
  settings: 'settings of the installation',
  session: 'log-ins, log-outs, refreshes, sockets that were not let in',
  command: 'commands to the desk',
  own: "a person's own lists and marks",
  data: 'export, import and removal of the data',
  log: 'the audit log itself',
} as const;
export type AuditKind = keyof typeof AUDIT_KINDS;

/**
 * The parts of the log that are kept apart, so that a flood in one pushes nothing out of another. rights: what an owner
 * did to people, devices, settings and data. refused: refusals of somebody known; strangers: of nobody known.
 */
export const AUDIT_PARTS = ['rights', 'commands', 'sessions', 'refused', 'strangers'] as const;
export type AuditPart = (typeof AUDIT_PARTS)[number];

/** The result of what was done; anything else is the code of the refusal. */
export const AUDIT_OK = 'ok';

/** One act at one door, allowed or denied. */
export interface AuditNote {
  readonly kind: AuditKind;
  /** "flatten", "add-user". */
  readonly what: string;
  /** Who was proven to ask; empty: nobody known. */
  readonly actor: string;
  /** True for somebody with the role owner. */
  readonly isOwner: boolean;
  /** "cockpit", a device's name, what a program calls itself. */
  readonly device: string;
  /** Where from, as `peerOf` tells it; empty: this machine, without a connection. */
  readonly address: string;
  /** What or whom it was about. */
  readonly scope: string;
  readonly cause: string;
  /** `AUDIT_OK`, or the code of the refusal. */
  readonly result: string;
}

const OF_RIGHTS: readonly AuditKind[] = ['people', 'devices', 'settings', 'data', 'log'];

/** Where an act is kept. */
export function partOf({ kind, actor, isOwner, result }: AuditNote): AuditPart {
  if (actor === '') return 'strangers';
  if (result !== AUDIT_OK) return 'refused';
  if (kind === 'command') return 'commands';
  return isOwner && OF_RIGHTS.includes(kind) ? 'rights' : 'sessions';
}

/** A row as it is kept: an act, or what came of the same within a minute after it. */
export interface AuditRow extends Omit<AuditNote, 'isOwner'> {
  readonly part: AuditPart;
  /** Wall time of the first, epoch ms. */
  readonly timeMs: number;
  /** Wall time of the last, epoch ms. */
  readonly untilMs: number;
  /** How many there were. */
  readonly count: number;
  /** Which process noted it: "hub", a strategy's id, "user", "data". */
  readonly door: string;
}
