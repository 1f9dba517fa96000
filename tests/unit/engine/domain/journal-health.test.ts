import { describe, expect, it } from 'vitest';
import { healthWords, type JournalHealth } from '../../../../engine/domain/journal-health.ts';

const GOOD: JournalHealth = {
  fault: undefined,
  spilledCommits: 0,
  spillBytes: 0,
  spillCapacityBytes: 1_000,
  ballast: true,
};

describe('what a person should know of the file', () => {
  it('is nothing while all is well', () => {
    expect(healthWords(GOOD)).toBe('');
  });

  it('names the fault, what is kept meanwhile, how much room is left, and what goes on', () => {
    const words = healthWords({ ...GOOD, fault: 'full', spilledCommits: 1, spillBytes: 251 });
    expect(words).toContain('the disk is full');
    expect(words).toContain('1 commit is kept in the spill, 74 % of its room is left');
    expect(words).toContain('No entries');
    expect(words).toContain('exits, stops and flattens go on');
  });

  it('tells that the room for a full disk is gone while the file is well again', () => {
    expect(healthWords({ ...GOOD, ballast: false })).toMatch(/free some space/);
  });
});
