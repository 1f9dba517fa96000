import { afterAll, describe, expect, test } from 'vitest';
import { readReceipt, readReceipts } from '../../../../../engine/store/queries/receipts.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 5, steps: 600, eagerness: 4 });
afterAll(() => run.dispose());
const written = run.commits.flatMap((commit) => commit.receipts);

describe('readReceipts', () => {
  test('the newest, oldest first, and one by its id', () => {
    expect(written.length).toBeGreaterThan(2);
    expect(readReceipts(run.reader, 100)).toEqual(written);
    expect(readReceipts(run.reader, 2)).toEqual(written.slice(-2));
    expect(readReceipt(run.reader, written[0]!.id)).toEqual(written[0]);
    expect(readReceipt(run.reader, 'no such')).toBeUndefined();
  });
});
