import type { ContractId } from '../../domain/ids.ts';
import { specOf } from '../../domain/catalog.ts';
import type { Handle } from '../schema/handle.ts';

/** The small numbers that stand for contracts in packed ids; given out as contracts appear. */
export class ContractNumbers {
  private readonly db: Handle;
  private known: Map<string, number> | undefined;

  constructor(db: Handle) {
    this.db = db;
  }

  /** To be called after a transaction that may have given out numbers was rolled back: they are read again. */
  forget(): void {
    this.known = undefined;
  }

  /** Number of a contract, a new one when it is seen for the first time (inside the caller's transaction). */
  of(contractId: ContractId, root: string): number {
    this.known ??= this.read();
    const known = this.known.get(contractId);
    if (known !== undefined) return known;
    const spec = specOf(root);
    const number = Number(
      this.db
        .prepare(
          `INSERT INTO contracts (number, contract_id, root, tick_size, tick_value_cents)
           VALUES ((SELECT coalesce(max(number), 0) + 1 FROM contracts), ?, ?, ?, ?) RETURNING number`,
        )
        .pluck()
        .get(contractId, root, spec.tickSize, spec.tickValueCents),
    );
    this.known.set(contractId, number);
    return number;
  }

  private read(): Map<string, number> {
    const rows = this.db
      .prepare<[], { contract_id: string; number: number }>('SELECT contract_id, number FROM contracts')
      .all();
    return new Map(rows.map((row) => [row.contract_id, row.number]));
  }
}
