import type { PnlDay, PnlMinute, PnlSecond } from '../../ports/journal.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { pnlId, pnlRange } from '../schema/packing.ts';

const DAY_S = 86_400;
/** Seconds that go in one slice: 30 minutes of six rows, under a millisecond's work, ten times what comes in a minute. */
const SLICE_ROWS = 2_000;

/** Writes P&L rows and keeps their roll-ups: hours are made here, out of the minutes. */
export class PnlWriter {
  private readonly run: number;
  private readonly retentionDays: number;
  private readonly second: Statement;
  private readonly minute: Statement;
  private readonly hour: Statement;
  private readonly day: Statement;
  private readonly prune: Statement;

  constructor(db: Handle, run: number, retentionDays: number) {
    this.run = run;
    this.retentionDays = retentionDays;
    this.second = db.prepare('INSERT OR REPLACE INTO pnl_seconds (id, pnl_cents, drawdown_cents) VALUES (?, ?, ?)');
    this.minute = db.prepare(
      'INSERT OR REPLACE INTO pnl_minutes (id, last_cents, min_cents, max_cents, drawdown_cents) VALUES (?, ?, ?, ?, ?)',
    );
    this.hour = db.prepare(
      `INSERT INTO pnl_hours (id, last_cents, min_cents, max_cents, drawdown_cents) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last_cents = excluded.last_cents, min_cents = min(min_cents, excluded.min_cents),
         max_cents = max(max_cents, excluded.max_cents), drawdown_cents = max(drawdown_cents, excluded.drawdown_cents)`,
    );
    this.day = db.prepare(
      `INSERT OR REPLACE INTO pnl_days (run, strategy, trading_day, net_cents, gross_cents, fees_cents, trades, wins,
         min_cents, max_cents, max_drawdown_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.prune = db.prepare(
      'DELETE FROM pnl_seconds WHERE id IN (SELECT id FROM pnl_seconds WHERE id >= ? AND id < ? LIMIT ?)',
    );
  }

  writeSeconds(rows: readonly PnlSecond[]): void {
    for (const row of rows) this.second.run(pnlId(this.run, row.second, row.strategy), row.pnlCents, row.drawdownCents);
  }

  /** Minutes with their hours; seconds beyond their keeping time leave in slices, so that no commit waits for it. */
  writeMinutes(rows: readonly PnlMinute[]): void {
    let latest = 0;
    for (const { minute, strategy, lastCents, minCents, maxCents, drawdownCents } of rows) {
      this.minute.run(pnlId(this.run, minute, strategy), lastCents, minCents, maxCents, drawdownCents);
      const hour = Math.floor(minute / 60);
      this.hour.run(pnlId(this.run, hour, strategy), lastCents, minCents, maxCents, drawdownCents);
      latest = Math.max(latest, minute);
    }
    if (rows.length > 0) this.pruneSeconds(latest * 60);
  }

  writeDays(rows: readonly PnlDay[]): void {
    for (const row of rows) {
      this.day.run(
        this.run,
        row.strategy,
        row.tradingDay,
        row.netCents,
        row.grossCents,
        row.feesCents,
        row.trades,
        row.wins,
        row.minCents,
        row.maxCents,
        row.maxDrawdownCents,
      );
    }
  }

  private pruneSeconds(nowSecond: number): void {
    const keepFrom = nowSecond - this.retentionDays * DAY_S;
    if (keepFrom <= 0) return;
    this.prune.run(pnlRange(this.run).from, pnlId(this.run, keepFrom, 0), SLICE_ROWS);
  }
}
