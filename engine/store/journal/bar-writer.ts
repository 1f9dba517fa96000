import type { ContractId } from '../../domain/ids.ts';
import type { Bar } from '../../domain/bar.ts';
import { sameBar } from '../../domain/bar.ts';
import { InvariantError } from '../../domain/assert.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { barId } from '../schema/packing.ts';
import type { ContractNumbers } from './contract-numbers.ts';

/** Tables of wider bars with their minutes: each minute goes into the interval that it lies in. */
const WIDE = [
  ['bars_5m', 5],
  ['bars_1h', 60],
] as const;

/**
 * Writes closed bars, each once per run and contract, and with each the wider bars that it belongs to. The same bar
 * again is nothing; another one is a broken invariant. Minutes of a contract come in the order of time.
 */
export class BarWriter {
  private readonly run: number;
  private readonly contracts: ContractNumbers;
  private readonly insert: Statement;
  private readonly read: Statement;
  private readonly wide: readonly { readonly minutes: number; readonly merge: Statement }[];

  constructor(db: Handle, run: number, contracts: ContractNumbers) {
    this.run = run;
    this.contracts = contracts;
    this.insert = db.prepare(
      'INSERT OR IGNORE INTO bars (id, open, high, low, close, volume) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.read = db.prepare('SELECT open, high, low, close, volume FROM bars WHERE id = ?');
    this.wide = WIDE.map(([table, minutes]) => ({
      minutes,
      merge: db.prepare(
        `INSERT INTO ${table} (id, open, high, low, close, volume) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET high = max(high, excluded.high), low = min(low, excluded.low),
           close = excluded.close, volume = volume + excluded.volume`,
      ),
    }));
  }

  write(contractId: ContractId, root: string, bar: Bar): void {
    const contract = this.contracts.of(contractId, root);
    const id = barId(this.run, contract, bar.timeMs);
    const { open, high, low, close, volume } = bar;
    const { changes } = this.insert.run(id, open, high, low, close, volume);
    if (changes === 1) {
      const minute = bar.timeMs / MINUTE_MS;
      for (const { minutes, merge } of this.wide) merge.run(id - (minute % minutes), open, high, low, close, volume);
      return;
    }
    const stored = { timeMs: bar.timeMs, ...(this.read.get(id) as Omit<Bar, 'timeMs'>) };
    if (sameBar(stored, bar)) return;
    throw new InvariantError(
      `bar of ${contractId} at ${new Date(bar.timeMs).toISOString()}: expected the stored ${JSON.stringify(stored)}, found ${JSON.stringify(bar)}`,
    );
  }
}
