import { afterAll, describe, expect, test } from 'vitest';
import { allBars, readBars } from '../../../../../engine/store/queries/bars.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { emptyCommit } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 1, steps: 200 });
afterAll(() => run.dispose());
const written = run.commits.flatMap((commit) => commit.bars);

describe('readBars', () => {
  test('all bars of a root or a contract, oldest first', () => {
    const expected = written.filter((bar) => bar.root === 'MES');
    expect(expected.length).toBeGreaterThan(40);
    expect(readBars(run.reader, { symbol: 'MES' })).toEqual(expected);
    expect(readBars(run.reader, { symbol: 'MESZ6' })).toEqual(expected);
    expect(readBars(run.reader, { symbol: 'AAPL' })).toEqual([]);
  });

  test('a range takes the first minute and leaves the last; a limit takes the newest', () => {
    const times = written.filter((bar) => bar.root === 'MNQ').map(({ bar }) => bar.timeMs);
    const [a, b] = [times[3]!, times[9]!];
    const found = readBars(run.reader, { symbol: 'MNQ', fromMs: a, toMs: b }).map(({ bar }) => bar.timeMs);
    expect(found).toEqual(times.slice(3, 9));
    const shifted = readBars(run.reader, { symbol: 'MNQ', fromMs: a + 1, toMs: b + 1 }).map(({ bar }) => bar.timeMs);
    expect(shifted).toEqual(times.slice(4, 10));
    const newest = readBars(run.reader, { symbol: 'MNQ', limit: 5 }).map(({ bar }) => bar.timeMs);
    expect(newest).toEqual(times.slice(-5));
    expect(readBars(run.reader, { symbol: 'MNQ', fromMs: b, toMs: a })).toEqual([]);
  });

  test('a root goes on over a change of contract, a contract does not', () => {
    const folder = new StoreFolder();
    const { journal } = folder.open();
    const bar = (minute: number) => ({ timeMs: minute * 60_000, open: 1, high: 2, low: 1, close: 2, volume: 3 });
    journal.commit(emptyCommit(1, { bars: [{ contractId: 'MNQZ6', root: 'MNQ', bar: bar(1_000) }] }));
    journal.commit(emptyCommit(2, { bars: [{ contractId: 'MNQH7', root: 'MNQ', bar: bar(1_001) }] }));
    const reader = new StoreReader(folder.path);
    const ids = (symbol: string, limit?: number) =>
      readBars(reader, { symbol, ...(limit === undefined ? {} : { limit }) }).map(({ contractId }) => contractId);
    expect(ids('MNQ')).toEqual(['MNQZ6', 'MNQH7']);
    expect(ids('MNQ', 1)).toEqual(['MNQH7']);
    expect(ids('MNQZ6')).toEqual(['MNQZ6']);
    reader.close();
    folder.dispose();
  });

  test('the export sees all bars by contract, then time', () => {
    const all = [...allBars(run.reader, 1)];
    expect(all.length).toBe(written.length);
    const keys = all.map(({ contractId, bar }) => `${contractId} ${bar.timeMs}`);
    expect(keys).toEqual([...keys].sort());
  });
});
