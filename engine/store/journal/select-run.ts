import type { Mode } from '../../domain/book.ts';
import type { RunIdentity } from '../../domain/run.ts';
import type { Cents } from '../../domain/units.ts';
import type { Handle } from '../schema/handle.ts';
import { MAX_RUN } from '../schema/packing.ts';
import { StoreProblem } from '../schema/problem.ts';

/** What a start wants to trade on; which account and run that is, the file decides. */
export interface RunRequest {
  readonly mode: Mode;
  /** Of everything that changes a replay's outcome: files, range, strategies and their parameters, venue, risk. */
  readonly configHash: string;
  /**
   * Tells accounts of a mode apart. SIM: seed, history days and hours; PRACTICE and LIVE: the broker and its own id of the
   * account; a REPLAY has an account of its own.
   */
  readonly accountKey: string;
  readonly startBalanceCents: Cents;
}

export interface SelectedRun {
  readonly identity: RunIdentity;
  /** fresh: begun now. resumed: goes on. restarted: its days in advance had been interrupted, it was emptied. */
  readonly how: 'fresh' | 'resumed' | 'restarted';
}

interface RunRow {
  readonly number: number;
  readonly name: string;
  readonly account: string;
  readonly mode: Mode;
  readonly start_balance_cents: number;
  readonly config_hash: string;
  readonly in_bulk: number;
}

/**
 * SIM: the account of this sim key goes on for ever. REPLAY: the newest run of the same configuration goes
 * on if it has not ended; else a new run with an account of its own. PRACTICE and LIVE: the
 * broker's account of this key goes on, and no other.
 * To be called inside a transaction.
 */
export function selectRun(db: Handle, request: RunRequest, wallMs: number): SelectedRun {
  const found = findRun(db, request);
  if (found === undefined) return { identity: createRun(db, request, wallMs), how: 'fresh' };
  return { identity: identityOf(found), how: found.in_bulk === 1 ? 'restarted' : 'resumed' };
}

function findRun(db: Handle, request: RunRequest): RunRow | undefined {
  const newest = (condition: string, ...values: unknown[]): RunRow | undefined =>
    db
      .prepare<unknown[], RunRow>(`SELECT * FROM runs WHERE mode = ? AND ${condition} ORDER BY number DESC LIMIT 1`)
      .get(request.mode, ...values);
  if (request.mode === 'REPLAY') return newest('config_hash = ? AND ended = 0', request.configHash);
  return newest('account_key = ?', request.accountKey);
}

function createRun(db: Handle, request: RunRequest, wallMs: number): RunIdentity {
  const number = Number(db.prepare('SELECT coalesce(max(number), 0) + 1 FROM runs').pluck().get());
  if (number > MAX_RUN) {
    throw new StoreProblem(
      'unwritable',
      `${db.name} already holds ${MAX_RUN} runs, the most that one file can. Choose another folder with --data-dir.`,
    );
  }
  const ofMode = Number(db.prepare('SELECT count(*) FROM runs WHERE mode = ?').pluck().get(request.mode));
  const identity: RunIdentity = {
    account: `${request.mode}-${ofMode + 1}`,
    run: `run-${number}`,
    runNumber: number,
    mode: request.mode,
    startBalanceCents: request.startBalanceCents,
    configHash: request.configHash,
  };
  db.prepare(
    `INSERT INTO runs (number, name, account, mode, start_balance_cents, config_hash, account_key, created_wall_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    number,
    identity.run,
    identity.account,
    identity.mode,
    identity.startBalanceCents,
    identity.configHash,
    request.accountKey,
    wallMs,
  );
  return identity;
}

function identityOf(row: RunRow): RunIdentity {
  return {
    account: row.account,
    run: row.name,
    runNumber: row.number,
    mode: row.mode,
    startBalanceCents: row.start_balance_cents,
    configHash: row.config_hash,
  };
}
