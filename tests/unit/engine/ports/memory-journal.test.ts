import { describe, expect, test } from 'vitest';
import { MemoryJournal } from '../../../../engine/ports/memory-journal.ts';
import { CONTRACT_IDENTITY, CONTRACT_SPILL_BYTES, journalContract } from '../../../support/store/journal-contract.ts';
import { journalScript } from '../../../support/store/journal-script.ts';

describe('MemoryJournal', () => {
  journalContract(() => {
    const journal = new MemoryJournal(CONTRACT_IDENTITY, CONTRACT_SPILL_BYTES);
    return {
      journal,
      reopen: () => {
        journal.restart();
        return journal;
      },
      failNextCommit: () => journal.failCommits(1, 'failed'),
      failNextSpill: () => journal.failSpills(1),
      fillDisk: (tries) => journal.failCommits(tries, 'full'),
      dispose: () => undefined,
    };
  });

  test('gives bars by contract and time, and every trade', () => {
    const journal = new MemoryJournal(CONTRACT_IDENTITY);
    for (const commit of journalScript({ seed: 3, steps: 300, eagerness: 3 })) journal.commit(commit);
    const keys = journal.bars().map(({ contractId, bar }) => `${contractId} ${bar.timeMs}`);
    expect(keys).toEqual([...keys].sort());
    expect(journal.trades().length).toBeGreaterThan(5);
    expect(journal.days().length).toBe(5);
  });
});
