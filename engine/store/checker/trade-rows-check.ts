import type { Trade } from '../../domain/trade.ts';
import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun } from './read-run.ts';

const COLUMNS: Readonly<Record<Exclude<keyof Trade, 'contract'>, string>> = {
  tradeId: 'trade_id',
  book: 'book',
  root: 'root',
  contractId: 'contract_id',
  direction: 'direction',
  qty: 'qty',
  entryTicksSum: 'entry_ticks_sum',
  exitTicksSum: 'exit_ticks_sum',
  entryMs: 'entry_ms',
  exitMs: 'exit_ms',
  tradingDay: 'trading_day',
  grossCents: 'gross_cents',
  feesCents: 'fees_cents',
  netCents: 'net_cents',
  riskCents: 'risk_cents',
  maeCents: 'mae_cents',
  mfeCents: 'mfe_cents',
  exitReason: 'exit_reason',
  entryReason: 'entry_reason',
};
const SEQ_BITS = 2 ** 33;

/** The flat table that outside tools read says what the journal says. */
export class TradeRowsCheck {
  private readonly db: Handle;
  private readonly run: CheckedRun;
  private readonly findings: Findings;
  private journaled = 0;

  constructor(db: Handle, run: CheckedRun, findings: Findings) {
    this.db = db;
    this.run = run;
    this.findings = findings;
  }

  trade(trade: Trade, seq: number, where: string): void {
    this.journaled += 1;
    const row = this.db.prepare('SELECT * FROM trade_rows WHERE id = ?').get(this.run.number * SEQ_BITS + seq) as
      Record<string, unknown> | undefined;
    if (row === undefined) {
      this.findings.add('trades', where, `row of ${trade.tradeId} in trade_rows`, 'one', 'none');
      return;
    }
    for (const [name, column] of Object.entries(COLUMNS)) {
      const expected = trade[name as keyof Trade];
      const same = typeof expected === 'number' ? Number(row[column]) === expected : row[column] === expected;
      if (!same)
        this.findings.add('trades', where, `${column} of ${trade.tradeId} in trade_rows`, expected, row[column]);
    }
  }

  end(): void {
    const rows = this.db.prepare('SELECT count(*) FROM trade_rows WHERE run = ?').pluck().get(this.run.number);
    this.findings.same('trades', this.run.name, 'number of rows in trade_rows', this.journaled, Number(rows));
  }
}
