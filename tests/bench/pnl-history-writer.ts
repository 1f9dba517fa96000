/**
 * A desk's commits on the file that is being queried: one step each 5 ms with the account's state and, each fourth, a
 * second of P&L rows. Prints the milliseconds that each commit took, as JSON. `node pnl-history-writer.ts DIR SECONDS`
 */
import { openJournal } from '../../engine/store/journal/open-journal.ts';
import { emptyCommit } from '../support/store/journal-script.ts';
import { SCRIPT_REQUEST, SMALL_RESERVE } from '../support/store/store-folder.ts';

const [dataDir = '', seconds = '3'] = process.argv.slice(2);
const { journal } = openJournal({ dataDir, request: SCRIPT_REQUEST, epoch: 1, ...SMALL_RESERVE });
const deskState = JSON.stringify({ fill: 'x'.repeat(1_500) });
const end = performance.now() + Number(seconds) * 1_000;
const took: number[] = [];
let { step, stepEndMs } = journal.recover();
while (performance.now() < end) {
  step += 1;
  stepEndMs += 250;
  const second = Math.floor(stepEndMs / 1_000);
  const pnlSeconds = [0, 1, 2, 3, 4, 5].map((strategy) => ({ second, strategy, pnlCents: step, drawdownCents: 0 }));
  const commit = emptyCommit(step, { stepEndMs, deskState, pnlSeconds: step % 4 === 0 ? pnlSeconds : [] });
  const began = performance.now();
  journal.commit(commit);
  took.push(performance.now() - began);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
journal.close();
console.log(JSON.stringify(took));
