import type { Handle, Statement } from '../schema/handle.ts';
import { journalId, pointId, snapshotId } from '../schema/packing.ts';
import { BarWriter } from './bar-writer.ts';
import { ContractNumbers } from './contract-numbers.ts';
import { JournalWriter } from './journal-writer.ts';
import { PnlWriter } from './pnl-writer.ts';
import type { ChainedCommit } from './run-head.ts';

/** Writes whole commits of one run, inside the caller's transaction. */
export class CommitWriter {
  private readonly run: number;
  private readonly contracts: ContractNumbers;
  private readonly journal: JournalWriter;
  private readonly bars: BarWriter;
  private readonly pnl: PnlWriter;
  private readonly head: Statement;
  private readonly state: Statement;
  private readonly point: Statement;
  private readonly snapshot: Statement;
  private readonly log: Statement;
  private readonly receipt: Statement;

  /** @param pnlRetentionDays market days for which P&L seconds are kept */
  constructor(db: Handle, run: number, pnlRetentionDays: number) {
    this.run = run;
    this.contracts = new ContractNumbers(db);
    this.journal = new JournalWriter(db, run, this.contracts);
    this.bars = new BarWriter(db, run, this.contracts);
    this.pnl = new PnlWriter(db, run, pnlRetentionDays);
    this.head = db.prepare(
      `INSERT OR REPLACE INTO heads (run, step, step_end_ms, last_seq, last_hash) VALUES (?, ?, ?, ?, ?)`,
    );
    this.state = db.prepare('INSERT OR REPLACE INTO desk_state (run, step, json) VALUES (?, ?, ?)');
    this.point = db.prepare('INSERT OR REPLACE INTO chart_points (id, json) VALUES (?, ?)');
    this.snapshot = db.prepare('INSERT OR REPLACE INTO snapshots (id, step, json) VALUES (?, ?, ?)');
    this.log = db.prepare('INSERT INTO log_lines (id, run, time_ms, book, type, message) VALUES (?, ?, ?, ?, ?, ?)');
    this.receipt = db.prepare('INSERT OR REPLACE INTO receipts (run, receipt_id, time_ms, json) VALUES (?, ?, ?, ?)');
  }

  write({ commit, rows, head, wallMs }: ChainedCommit): void {
    const { run } = this;
    for (const row of rows) this.journal.write(row, wallMs);
    for (const { contractId, root, bar } of commit.bars) this.bars.write(contractId, root, bar);
    for (const point of commit.points) this.point.run(pointId(run, point.strategy, point.timeMs), point.json);
    for (const { strategy, step, json } of commit.snapshots) this.snapshot.run(snapshotId(run, strategy), step, json);
    this.pnl.writeSeconds(commit.pnlSeconds);
    this.pnl.writeMinutes(commit.pnlMinutes);
    this.pnl.writeDays(commit.pnlDays);
    for (const { seq, timeMs, book, type, message } of commit.logs)
      this.log.run(journalId(run, seq), run, timeMs, book, type, message);
    for (const receipt of commit.receipts) {
      this.receipt.run(run, receipt.id, receipt.timeMs, JSON.stringify(receipt));
    }
    if (commit.deskState !== undefined) this.state.run(run, commit.step, commit.deskState);
    this.head.run(run, head.step, head.stepEndMs, head.lastSeq, head.lastHash);
  }

  /** To be called after a transaction was rolled back: numbers that were given out in it are not in the file. */
  rolledBack(): void {
    this.contracts.forget();
  }
}
