import type { VenueCommit, VenueStore } from '../../ports/venue-store.ts';

/** Where a test lets the venue die: at the commit of a step, or at the n-th commit of commands. */
export interface KillPoint {
  readonly when: 'before-commit' | 'after-commit' | 'before-commands' | 'after-commands';
  readonly at: number;
  readonly marker?: string;
}

/**
 * "venue:after-commit:123:/tmp/marker" as a kill point; undefined for another process's, or none. Throws on a word it
 * does not know. With a marker file it kills once: not when that file is there.
 */
export function parseKillPoint(text: string | undefined): KillPoint | undefined {
  const [name, when, at, marker] = (text ?? '').split(':');
  if (name !== 'venue') return undefined;
  const known = ['before-commit', 'after-commit', 'before-commands', 'after-commands'] as const;
  const found = known.find((word) => word === when);
  if (found === undefined || !/^\d+$/.test(at ?? '')) {
    throw new Error(`expected venue:<${known.join('|')}>:<number>[:<marker>], found "${text}"`);
  }
  return { when: found, at: Number(at), ...(marker === undefined ? {} : { marker }) };
}

/**
 * A store that calls `kill` at a point: before a commit nothing of it is kept, after it everything is, and in both cases
 * nobody was told.
 */
export function storeWithKillPoint(store: VenueStore, point: KillPoint, kill: () => void): VenueStore {
  let commandCommits = 0;
  const isAt = (commit: VenueCommit): boolean => {
    if (point.when === 'before-commit' || point.when === 'after-commit') return commit.step?.n === point.at;
    if (commit.commands.length === 0) return false;
    commandCommits += 1;
    return commandCommits === point.at;
  };
  return {
    load: () => store.load(),
    hasCommand: (commandId) => store.hasCommand(commandId),
    hasOrder: (orderId) => store.hasOrder(orderId),
    commit: (commit) => {
      const here = isAt(commit);
      if (here && point.when.startsWith('before')) kill();
      store.commit(commit);
      if (here && point.when.startsWith('after')) kill();
    },
    reportsOfStep: (n) => store.reportsOfStep(n),
    reportsAfter: (reportSeq) => store.reportsAfter(reportSeq),
    reportsOfCommand: (commandId) => store.reportsOfCommand(commandId),
    stepEnd: (n) => store.stepEnd(n),
  };
}
