/** Why the file could not be written: another program holds it, the disk is full, or anything else (read-only, a failing disk). */
export const JOURNAL_FAULTS = {
  locked: 'another program holds the file',
  full: 'the disk is full',
  failed: 'the file cannot be written',
} as const;
export type JournalFault = keyof typeof JOURNAL_FAULTS;

/** How the journal's file does. Costs no look at the disk. */
export interface JournalHealth {
  /** Why the last write failed; undefined: it went in. */
  readonly fault: JournalFault | undefined;
  /** Commits that stand in the spill and not in the file. */
  readonly spilledCommits: number;
  readonly spillBytes: number;
  readonly spillCapacityBytes: number;
  /** False: the space that was kept back for a full disk is used up, or there never was enough. */
  readonly ballast: boolean;
}

/** What a person should know of the file, in one sentence; empty while all is well. */
export function healthWords(health: JournalHealth): string {
  if (health.fault === undefined) {
    return health.ballast ? '' : 'The room kept back for a full disk is gone: free some space on the disk.';
  }
  const left = Math.floor((100 * (health.spillCapacityBytes - health.spillBytes)) / health.spillCapacityBytes);
  const spilled = `${health.spilledCommits} ${health.spilledCommits === 1 ? 'commit is' : 'commits are'}`;
  return (
    `The journal is not written (${JOURNAL_FAULTS[health.fault]}): ${spilled} kept in the spill, ${left} % of its room is left. ` +
    'No entries until it is written again; exits, stops and flattens go on.'
  );
}
