import type { Commit } from '../../engine/ports/journal.ts';
import { emptyCommit, someRow } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';
import { percentiles, timed } from './percentiles.ts';
import type { BenchTable } from './table.ts';

const STATE = JSON.stringify({ fill: 'x'.repeat(1_500) });

/** What a step costs in the journal, by what it holds; with the checkpoint thread at work. */
export async function run(): Promise<BenchTable> {
  const folder = new StoreFolder();
  const { journal } = folder.open({ checkpoints: true });
  let step = 0;
  let seq = 0;
  let second = 1_790_000_000;
  const commit = (extra: Partial<Commit>): void => {
    step += 1;
    journal.commit(emptyCommit(step, extra));
  };
  const kinds: readonly (readonly [string, number, string, () => Partial<Commit>])[] = [
    ['empty step', 10_000, '0.030', () => ({})],
    ['with the account`s state (1.5 KB)', 10_000, '', () => ({ deskState: STATE })],
    [
      '300 P&L rows',
      500,
      '1.000',
      () => {
        const pnlSeconds = Array.from({ length: 60 }, () => {
          second += 1;
          return [1, 2, 3, 4, 5].map((strategy) => ({ second, strategy, pnlCents: -1_234, drawdownCents: 777 }));
        }).flat();
        return { pnlSeconds };
      },
    ],
    ['5 journal rows, not flushed', 2_000, '', () => ({ rows: [0, 1, 2, 3, 4].map(() => someRow((seq += 1), step)) })],
    [
      '5 journal rows, flushed to the disk',
      300,
      '',
      () => ({ rows: [0, 1, 2, 3, 4].map(() => someRow((seq += 1), step)), durable: true }),
    ],
  ];
  const rows = kinds.map(([name, count, goal, make]) => {
    const { p50, p95, p99, max } = percentiles(timed(count, () => commit(make())));
    return [name, ...[p50, p95, p99, max].map((value) => value.toFixed(3)), goal];
  });
  folder.dispose();
  return {
    title: 'One commit of the journal, milliseconds',
    columns: ['commit', 'p50', 'p95', 'p99', 'max', 'goal p50'],
    rows,
    notes: ['the flush is the disk`s own time; steps without orders or fills do not wait for it'],
  };
}

if (import.meta.main) {
  const { tableText } = await import('./table.ts');
  console.log(tableText(await run()));
}
