import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun } from './read-run.ts';

const RUN_SPAN = 2 ** 38;

interface BarRow {
  readonly contract_id: string | null;
  readonly minute: number;
  readonly shape: string;
}

/** Tables of wider bars with their minutes. */
const WIDE = [
  ['bars_5m', 5],
  ['bars_1h', 60],
] as const;

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
  for (const [table, minutes] of WIDE) checkWide(db, run, findings, table, minutes);
  return Number(
    db
      .prepare('SELECT count(*) FROM bars WHERE id >= ? AND id < ?')
      .pluck()
      .get(...range),
  );
}

/** The minutes of each wider bar give its high, low and volume, its first one the open, its last one the close. */
function checkWide(db: Handle, run: CheckedRun, findings: Findings, table: string, minutes: number): void {
  const range = [run.number * RUN_SPAN, (run.number + 1) * RUN_SPAN];
  // The columns that the statement names.
  const bad = db
    .prepare(
      `WITH e AS (SELECT id - ((id & 268435455) % ?) AS wide, min(id) AS first, max(id) AS last, max(high) AS high,
                    min(low) AS low, sum(volume) AS volume
                  FROM bars WHERE id >= ? AND id < ? GROUP BY wide)
       SELECT c.contract_id, e.wide & 268435455 AS minute,
         json_array((SELECT open FROM bars WHERE id = e.first), e.high, e.low,
           (SELECT close FROM bars WHERE id = e.last), e.volume) AS expected,
         (SELECT json_array(open, high, low, close, volume) FROM ${table} w WHERE w.id = e.wide) AS found
       FROM e LEFT JOIN contracts c ON c.number = (e.wide >> 28) & 1023
       WHERE found IS NULL OR found != expected LIMIT 20`,
    )
    .all(minutes, ...range) as {
    readonly contract_id: string | null;
    readonly minute: number;
    readonly expected: string;
    readonly found: string | null;
  }[];
  for (const { contract_id: contract, minute, expected, found } of bad) {
    const where = `${run.name} ${contract ?? 'unknown contract'} ${new Date(minute * 60_000).toISOString()}`;
    findings.add('bars', where, `bar of ${minutes} minutes`, expected, found ?? 'none');
  }
}
