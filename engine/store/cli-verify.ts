/**
 * `npm run verify-journal`: reads the file alone and recomputes orders, positions, trades, account and roll-ups with code
 * of its own, and walks the chains of the audit log. Ends with 1 when anything differs, naming both figures.
 */
import { parseArgs } from 'node:util';
import { defaultDataDir } from '../config/data-folder.ts';
import { type AuditReport, checkAudit } from './checker/audit-check.ts';
import type { FileReport } from './checker/check-file.ts';
import { checkFile } from './checker/check-file.ts';
import type { RunReport } from './checker/check-run.ts';
import { StoreProblem } from './schema/problem.ts';
import { spillNote } from './spill-note.ts';

const USAGE = `Usage: npm run verify-journal [-- --data-dir DIR] [--run RUN] [--json]
RUN is a run's name (run-3), its number or its account (SIM-1); without it all runs.`;
const SHOWN = 50;

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'data-dir': { type: 'string' }, run: { type: 'string' }, json: { type: 'boolean' } },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return undefined;
  }
}

function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}

function describe(report: RunReport): string {
  const { run, rows, orders, fills, trades, bars, positions, openOrders } = report;
  const money = `${dollars(run.startBalanceCents)} start + ${dollars(report.realizedCents)} realized - ${dollars(report.feesCents)} fees = ${dollars(report.balanceCents)}`;
  const open = positions.length === 0 ? 'flat' : `open: ${positions.join(', ')}`;
  const unfinished = run.inBulk ? ', days in advance unfinished' : '';
  return `${run.account} ${run.name}: ${rows} rows, ${orders} orders, ${fills} fills, ${trades} trades, ${bars} bars${unfinished}
  ${money}
  ${open}, ${openOrders} open orders, chain ${report.lastHash.slice(0, 16) || 'empty'}`;
}

function describeAudit({ parts }: AuditReport): string {
  const told = parts.map(({ part, rows, lastHash }) => `${part} ${rows} (chain ${lastHash.slice(0, 16) || 'empty'})`);
  return `audit log: ${told.join(', ') || 'empty'}`;
}

function print({ path, runs, findings }: FileReport, audit: AuditReport | undefined, tookMs: number): void {
  console.log(path);
  for (const run of runs) console.log(describe(run));
  console.log(audit === undefined ? 'audit log: none' : describeAudit(audit));
  for (const { check, where, what, expected, found } of findings.all().slice(0, SHOWN)) {
    console.log(`DIFFERENCE ${check}, ${where}: ${what}: expected ${expected}, found ${found}`);
  }
  if (findings.count > SHOWN) console.log(`... and ${findings.count - SHOWN} more`);
  const verdict = findings.count === 0 ? 'all agrees' : `${findings.count} differences`;
  console.log(`${verdict} (${(tookMs / 1_000).toFixed(1)} s)`);
}

function main(): number {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
    console.log(USAGE);
    return 0;
  }
  const values = parse(process.argv.slice(2));
  if (values === undefined) return 2;
  const began = performance.now();
  try {
    const { run } = values;
    const dataDir = values['data-dir'] ?? defaultDataDir();
    const report = checkFile(dataDir, run === undefined ? {} : { run });
    const audit = checkAudit(dataDir, report.findings);
    const note = spillNote(dataDir);
    if (note !== undefined) console.error(note);
    if (values.json === true) console.log(JSON.stringify({ ...report, audit, findings: report.findings.all() }));
    else print(report, audit, performance.now() - began);
    return report.findings.count === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StoreProblem)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exitCode = main();
