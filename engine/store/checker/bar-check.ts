import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun } from './read-run.ts';

const RUN_SPAN = 2 ** 38;

interface BarRow {
  readonly contract_id: string | null;
  readonly minute: number;
  readonly shape: string;
}

/** Every bar belongs to a known contract and is possible: low and high enclose open and close, volume is not negative. */
export function checkBars(db: Handle, run: CheckedRun, findings: Findings): number {
  const range = [run.number * RUN_SPAN, (run.number + 1) * RUN_SPAN];
  const bad = db
    .prepare(
      `SELECT c.contract_id, b.id & 268435455 AS minute, json_array(open, high, low, close, volume) AS shape
       FROM bars b LEFT JOIN contracts c ON c.number = (b.id >> 28) & 1023
       WHERE b.id >= ? AND b.id < ?
         AND (c.number IS NULL OR low > min(open, close) OR high < max(open, close) OR volume < 0) LIMIT 20`,
    )
    .all(...range) as BarRow[];
  for (const { contract_id: contract, minute, shape } of bad) {
    const where = `${run.name} ${contract ?? 'unknown contract'} ${new Date(minute * 60_000).toISOString()}`;
    findings.add('bars', where, 'open, high, low, close, volume', 'a possible bar of a known contract', shape);
  }
  return Number(
    db
      .prepare('SELECT count(*) FROM bars WHERE id >= ? AND id < ?')
      .pluck()
      .get(...range),
  );
}
