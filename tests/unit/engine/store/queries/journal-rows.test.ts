import { afterAll, describe, expect, test } from 'vitest';
import { allJournalRows, readJournalTail } from '../../../../../engine/store/queries/journal-rows.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 6, steps: 1_500, eagerness: 4 });
afterAll(() => run.dispose());
const written = run.commits.flatMap((commit) => commit.rows);

describe('journal rows', () => {
  test('the tail, and what came after a number', () => {
    expect(readJournalTail(run.reader, { limit: 7 })).toEqual(written.slice(-7));
    const seq = written.length - 3;
    expect(readJournalTail(run.reader, { afterSeq: seq, limit: 50 })).toEqual(written.slice(-3));
    expect(readJournalTail(run.reader, { limit: 5, run: 2 })).toEqual([]);
  });

  test('all rows over several pages', () => {
    expect(written.length).toBeGreaterThan(4_000);
    expect([...allJournalRows(run.reader, 1)]).toEqual(written);
  });
});
