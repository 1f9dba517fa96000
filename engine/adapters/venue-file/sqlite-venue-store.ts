import type { ClientOrderId, CommandId } from '../../domain/ids.ts';
import type Database from 'better-sqlite3';
import type { BrokerReport } from '../../domain/broker.ts';
import { invariant } from '../../domain/assert.ts';
import type { TimeMs } from '../../domain/units.ts';
import {
  KEPT_STEPS,
  type VenueCommit,
  type VenueRecord,
  type VenueState,
  type VenueStore,
} from '../../ports/venue-store.ts';
import type { VenueBallast } from './venue-ballast.ts';

const RING = KEPT_STEPS + 1;
/** Commits in one group of days played in advance. */
const GROUP_COMMITS = 5_000;

type Statement = Database.Statement<unknown[]>;

/**
 * A run's books in `venue.db`. A step in which nothing happened is one small row, flushed with the next one that must be
 * (synchronous NORMAL: a killed process loses nothing, a dead machine may lose such steps, which the feed can play
 * again); commands and fills are on the disk before `commit` returns.
 */
export class SqliteVenueStore implements VenueStore {
  private readonly db: Database.Database;
  private readonly run: number;
  private readonly ballast: VenueBallast;
  private readonly sql: Record<'end' | 'endOf' | 'report' | 'command' | 'order' | 'state', Statement>;
  private readonly seenCommand: Statement;
  private readonly seenOrder: Statement;
  private readonly ranges: Statement;
  private readonly ofStep: Statement;
  private readonly after: Statement;
  private readonly between: Statement;
  private readonly writeAll: (commit: VenueCommit) => void;
  private full = true;
  private lastStep = -1;
  private inGroup: number | undefined;

  /** @param run number of the run in the file */
  constructor(db: Database.Database, run: number, ballast: VenueBallast) {
    this.db = db;
    this.run = run;
    this.ballast = ballast;
    const prepare = (source: string): Statement => db.prepare<unknown[]>(source);
    this.sql = {
      end: prepare('INSERT OR REPLACE INTO ends (run, slot, n, end_ms) VALUES (?, ?, ?, ?)'),
      endOf: prepare('SELECT n, end_ms FROM ends WHERE run = ? AND slot = ?'),
      report: prepare('INSERT INTO reports (run, seq, step, immediate, json) VALUES (?, ?, ?, ?, ?)'),
      command: prepare('INSERT OR REPLACE INTO commands (run, command_id, first_seq, last_seq) VALUES (?, ?, ?, ?)'),
      order: prepare('INSERT OR IGNORE INTO orders (run, order_id) VALUES (?, ?)'),
      state: prepare('INSERT OR REPLACE INTO state (run, json) VALUES (?, ?)'),
    };
    this.seenCommand = prepare('SELECT 1 FROM commands WHERE run = ? AND command_id = ?').pluck();
    this.seenOrder = prepare('SELECT 1 FROM orders WHERE run = ? AND order_id = ?').pluck();
    this.ranges = prepare('SELECT first_seq, last_seq FROM commands WHERE run = ? AND command_id = ?');
    this.ofStep = prepare('SELECT json FROM reports WHERE run = ? AND step = ? AND immediate = 0 ORDER BY seq').pluck();
    this.after = prepare('SELECT json FROM reports WHERE run = ? AND seq > ? ORDER BY seq').pluck();
    this.between = prepare('SELECT json FROM reports WHERE run = ? AND seq BETWEEN ? AND ? ORDER BY seq').pluck();
    this.writeAll = db.transaction((commit: VenueCommit) => this.write(commit)).immediate;
    this.lastStep = this.load()?.step ?? -1;
  }

  load(): VenueRecord | undefined {
    const last = this.db
      .prepare<[number], { n: number; end_ms: number }>(
        'SELECT n, end_ms FROM ends WHERE run = ? ORDER BY n DESC LIMIT 1',
      )
      .get(this.run);
    if (last === undefined) return undefined;
    const json = this.db.prepare<[number], string>('SELECT json FROM state WHERE run = ?').pluck().get(this.run);
    const state = json === undefined ? undefined : (JSON.parse(json) as VenueState);
    return { step: last.n, stepEndMs: last.end_ms, state };
  }

  hasCommand(commandId: CommandId): boolean {
    return this.seenCommand.get(this.run, commandId) !== undefined;
  }

  hasOrder(orderId: ClientOrderId): boolean {
    return this.seenOrder.get(this.run, orderId) !== undefined;
  }

  commit(commit: VenueCommit): void {
    if (this.inGroup !== undefined) {
      this.commitInGroup(commit);
      return;
    }
    if (commit.durable !== this.full) {
      this.full = commit.durable;
      this.db.pragma(`synchronous = ${commit.durable ? 'FULL' : 'NORMAL'}`);
    }
    if (isStepOnly(commit)) this.write(commit);
    else if (isAtOnce(commit)) this.ballast.spend(() => this.writeAll(commit));
    else this.writeAll(commit);
  }

  reportsOfStep(n: number): readonly BrokerReport[] {
    return parsed(this.ofStep.all(this.run, n));
  }

  reportsAfter(reportSeq: number): readonly BrokerReport[] {
    return parsed(this.after.all(this.run, reportSeq));
  }

  reportsOfCommand(commandId: CommandId): readonly BrokerReport[] | undefined {
    const range = this.ranges.get(this.run, commandId) as { first_seq: number | null; last_seq: number } | undefined;
    if (range === undefined || range.first_seq === null) return undefined;
    return parsed(this.between.all(this.run, range.first_seq, range.last_seq));
  }

  stepEnd(n: number): TimeMs | undefined {
    if (n < 0 || n > this.lastStep) return undefined;
    const row = this.sql.endOf.get(this.run, n % RING) as { n: number; end_ms: number } | undefined;
    return row?.n === n ? row.end_ms : undefined;
  }

  /**
   * Days played in advance: commits go in groups and are all kept, or none. When it is interrupted, the run is unknown
   * the next time and begins anew.
   */
  beginBulk(): void {
    invariant(this.inGroup === undefined, 'expected no bulk under way');
    this.db.prepare('UPDATE runs SET in_bulk = 1 WHERE number = ?').run(this.run);
    this.db.exec('BEGIN IMMEDIATE');
    this.inGroup = 0;
  }

  endBulk(): void {
    invariant(this.inGroup !== undefined, 'expected a bulk under way');
    this.inGroup = undefined;
    this.db.prepare('UPDATE runs SET in_bulk = 0 WHERE number = ?').run(this.run);
    this.db.exec('COMMIT');
    this.db.pragma('wal_checkpoint(TRUNCATE)');
  }

  private commitInGroup(commit: VenueCommit): void {
    this.write(commit);
    this.inGroup = (this.inGroup ?? 0) + 1;
    if (this.inGroup < GROUP_COMMITS) return;
    this.db.exec('COMMIT');
    this.db.exec('BEGIN IMMEDIATE');
    this.inGroup = 0;
  }

  private write(commit: VenueCommit): void {
    const { run, sql } = this;
    for (const { commandId, orderIds, reports } of commit.commands) {
      sql.command.run(run, commandId, reports?.firstSeq ?? null, reports?.lastSeq ?? null);
      for (const orderId of orderIds) sql.order.run(run, orderId);
    }
    for (const report of commit.reports) {
      sql.report.run(run, report.reportSeq, report.step, report.immediate ? 1 : 0, JSON.stringify(report));
    }
    if (commit.state !== undefined) sql.state.run(run, JSON.stringify(commit.state));
    const { step } = commit;
    if (step === undefined) return;
    sql.end.run(run, step.n % RING, step.n, step.endMs);
    this.lastStep = step.n;
  }
}

function isStepOnly(commit: VenueCommit): boolean {
  return (
    commit.step !== undefined && commit.state === undefined && commit.reports.length + commit.commands.length === 0
  );
}

/** Holds commands that were executed at once: exits and cancels. Steps and entries do not take the space kept back. */
function isAtOnce(commit: VenueCommit): boolean {
  return commit.step === undefined && commit.commands.some(({ reports }) => reports !== undefined);
}

function parsed(rows: readonly unknown[]): BrokerReport[] {
  return rows.map((json) => JSON.parse(json as string) as BrokerReport);
}
