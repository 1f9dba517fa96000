import { createHash } from 'node:crypto';
import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun, RawRow } from './read-run.ts';

/** The hash chain and the gap-free numbers of one run, row by row; `end` compares with the run's head. */
export class ChainCheck {
  private readonly run: CheckedRun;
  private readonly findings: Findings;
  private previous: Buffer = Buffer.alloc(32);
  private seq = 0;
  private step = 0;

  constructor(run: CheckedRun, findings: Findings) {
    this.run = run;
    this.findings = findings;
  }

  row(row: RawRow): void {
    const where = `${this.run.name} row ${row.seq}`;
    this.findings.same('chain', where, 'number after the row before', this.seq + 1, row.seq);
    if (row.step < this.step) this.findings.add('chain', where, 'step goes back', `at least ${this.step}`, row.step);
    const columns = JSON.stringify([row.seq, row.step, row.timeMs, row.book, row.interactive === 1]);
    const hash = createHash('sha256')
      .update(this.previous)
      .update(columns + row.event, 'utf8')
      .digest();
    if (!hash.equals(row.hash)) {
      this.findings.add(
        'chain',
        where,
        'hash',
        hash.toString('hex').slice(0, 16),
        row.hash.toString('hex').slice(0, 16),
      );
    }
    // Goes on from what stands there: one changed row is one finding, not all that follow.
    this.previous = row.hash;
    this.seq = row.seq;
    this.step = row.step;
  }

  end(db: Handle): void {
    const { name, number } = this.run;
    const head = db.prepare('SELECT step, last_seq, last_hash FROM heads WHERE run = ?').get(number) as
      { step: number; last_seq: number; last_hash: Buffer } | undefined;
    if (head === undefined) {
      if (this.seq > 0) this.findings.add('chain', name, 'head of the run', 'one', 'none');
      return;
    }
    this.findings.same('chain', name, 'last row', head.last_seq, this.seq);
    if (!head.last_hash.equals(this.previous)) {
      const [expected, found] = [head.last_hash, this.previous].map((hash) => hash.toString('hex').slice(0, 16));
      this.findings.add('chain', name, 'last hash', expected, found);
    }
    // What is decided in step n is told to the engines with step n + 1, a person's act in the middle of n + 1 with n + 2.
    if (this.step > head.step + 2) this.findings.add('chain', name, 'last step', `at most ${head.step + 2}`, this.step);
  }
}
