import { existsSync } from 'node:fs';
import type { Mode } from '../../domain/book.ts';
import { APPLICATION_ID, dbPath } from '../schema/files.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { openHandle } from '../schema/handle.ts';
import { StoreProblem, isDamage } from '../schema/problem.ts';

export interface RunInfo {
  readonly number: number;
  readonly name: string;
  readonly account: string;
  readonly mode: Mode;
  readonly startBalanceCents: number;
  readonly ended: boolean;
  readonly present: boolean;
}

const BUSY_MS = 1_000;

/**
 * A read-only handle on `pitwall.db` for the queries beside this file. It sees each commit as soon as it is in, and can
 * never write. Where a query takes a run and none is given, it is the present one.
 */
export class StoreReader {
  private readonly db: Handle;
  private readonly statements = new Map<string, Statement>();

  /** Throws StoreProblem `missing` or `foreign`. */
  constructor(dataDir: string) {
    const path = dbPath(dataDir);
    if (!existsSync(path)) {
      throw new StoreProblem(
        'missing',
        `There is no ${path} yet. Start Pitwall on this folder once, or give another with --data-dir.`,
      );
    }
    this.db = openHandle(path, { readOnly: true, busyMs: BUSY_MS });
    if (applicationId(this.db) !== APPLICATION_ID) {
      this.db.close();
      throw new StoreProblem('foreign', `${path} is not a Pitwall file, or is just being made.`);
    }
    this.db.pragma('cache_size = -16384');
  }

  /** A prepared statement, kept for the next time. */
  sql(text: string): Statement {
    let statement = this.statements.get(text);
    if (statement === undefined) this.statements.set(text, (statement = this.db.prepare(text)));
    return statement;
  }

  /** Everything read from now on is of one state of the file, whatever is written meanwhile; until `close`. */
  hold(): void {
    this.db.exec('BEGIN');
  }

  presentRun(): number {
    const value = this.sql('SELECT number FROM present_run').pluck().get();
    if (typeof value !== 'number') throw new StoreProblem('missing', `${this.db.name} holds no run yet.`);
    return value;
  }

  runs(): readonly RunInfo[] {
    const rows = this.sql(
      `SELECT number, name, account, mode, start_balance_cents AS startBalanceCents, ended,
         number = (SELECT number FROM present_run) AS present FROM runs ORDER BY number`,
    ).all() as (Omit<RunInfo, 'ended' | 'present'> & { ended: number; present: number })[];
    return rows.map((row) => ({ ...row, ended: row.ended === 1, present: row.present === 1 }));
  }

  close(): void {
    this.db.close();
  }
}

function applicationId(db: Handle): number | undefined {
  try {
    return Number(db.pragma('application_id', { simple: true }));
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}
