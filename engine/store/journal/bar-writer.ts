import type { ContractId } from '../../domain/ids.ts';
import type { Bar } from '../../domain/bar.ts';
import { sameBar } from '../../domain/bar.ts';
import { InvariantError } from '../../domain/assert.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { barId } from '../schema/packing.ts';
import type { ContractNumbers } from './contract-numbers.ts';

/** Writes closed bars, each once per run and contract. The same bar again is nothing; another one is a broken invariant. */
export class BarWriter {
  private readonly run: number;
  private readonly contracts: ContractNumbers;
  private readonly insert: Statement;
  private readonly read: Statement;

  constructor(db: Handle, run: number, contracts: ContractNumbers) {
    this.run = run;
    this.contracts = contracts;
    this.insert = db.prepare(
      'INSERT OR IGNORE INTO bars (id, open, high, low, close, volume) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.read = db.prepare('SELECT open, high, low, close, volume FROM bars WHERE id = ?');
  }

  write(contractId: ContractId, root: string, bar: Bar): void {
    const id = barId(this.run, this.contracts.of(contractId, root), bar.timeMs);
    const { changes } = this.insert.run(id, bar.open, bar.high, bar.low, bar.close, bar.volume);
    if (changes === 1) return;
    const stored = { timeMs: bar.timeMs, ...(this.read.get(id) as Omit<Bar, 'timeMs'>) };
    if (sameBar(stored, bar)) return;
    throw new InvariantError(
      `bar of ${contractId} at ${new Date(bar.timeMs).toISOString()}: expected the stored ${JSON.stringify(stored)}, found ${JSON.stringify(bar)}`,
    );
  }
}
