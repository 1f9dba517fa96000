import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun } from './read-run.ts';

const RUN_SPAN = 2 ** 38;
/** So many of the newest second rows are compared with their minutes; all of them would be read in a quarter of an hour. */
const NEWEST_SECONDS = 20_000;

interface Difference {
  readonly time: number;
  readonly strategy: number;
  readonly expected: string;
  readonly found: string | null;
}

/** Hours against all minutes; minutes against the newest seconds (which a minute encloses: it also saw what lay between). */
export function checkRollups(db: Handle, run: CheckedRun, findings: Findings): void {
  const range = [run.number * RUN_SPAN, (run.number + 1) * RUN_SPAN];
  const hours = db
    .prepare(
      `WITH m AS (SELECT id >> 6 & 4294967295 AS t, id & 63 AS strategy, * FROM pnl_minutes WHERE id >= ? AND id < ?),
         e AS (SELECT t / 60 AS time, strategy, min(min_cents) AS low, max(max_cents) AS high, max(drawdown_cents) AS deep
               FROM m GROUP BY t / 60, strategy)
       SELECT e.time, e.strategy, json_array(low, high, deep) AS expected,
         (SELECT json_array(min_cents, max_cents, drawdown_cents) FROM pnl_hours h
          WHERE h.id = ? + e.time * 64 + e.strategy) AS found
       FROM e WHERE found IS NULL OR found != expected LIMIT 20`,
    )
    .all(...range, range[0]) as Difference[];
  report(findings, run, 'least, greatest, deepest of the hour', 3_600, hours);
  const minutes = db
    .prepare(
      `WITH s AS (SELECT id >> 6 & 4294967295 AS t, id & 63 AS strategy, pnl_cents FROM pnl_seconds
                  WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ${NEWEST_SECONDS}),
         e AS (SELECT t / 60 AS time, strategy, min(pnl_cents) AS low, max(pnl_cents) AS high, count(*) AS n
               FROM s GROUP BY t / 60, strategy)
       SELECT e.time, e.strategy, 'encloses ' || json_array(low, high) AS expected,
         json_array(m.min_cents, m.max_cents) AS found
       FROM e JOIN pnl_minutes m ON m.id = ? + e.time * 64 + e.strategy
       WHERE n = 60 AND (m.min_cents > low OR m.max_cents < high) LIMIT 20`,
    )
    .all(...range, range[0]) as Difference[];
  report(findings, run, 'least, greatest of the minute', 60, minutes);
}

function report(findings: Findings, run: CheckedRun, what: string, unit: number, rows: readonly Difference[]): void {
  for (const row of rows) {
    const time = new Date(row.time * unit * 1_000).toISOString();
    findings.add('pnl', `${run.name} strategy ${row.strategy} ${time}`, what, row.expected, row.found ?? 'none');
  }
}
