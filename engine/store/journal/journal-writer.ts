import { STRATEGIES } from '../../domain/book.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { Trade } from '../../domain/trade.ts';
import { canonicalJson, rowHash } from '../schema/chain.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { journalId } from '../schema/packing.ts';
import type { ContractNumbers } from './contract-numbers.ts';

/** A journal row with its place in the chain, ready to be written. */
export interface ChainedRow {
  readonly row: JournalRow;
  readonly json: string;
  readonly hash: Buffer;
}

/** Chains rows behind `previous`. Pure: nothing changes until they are written and committed. */
export function chain(previous: Buffer, rows: readonly JournalRow[]): readonly ChainedRow[] {
  let last = previous;
  return rows.map((row) => {
    const json = canonicalJson(row.event);
    last = rowHash(last, row, json);
    return { row, json, hash: last };
  });
}

const NUMBER_OF_BOOK: ReadonlyMap<string, number> = new Map(STRATEGIES.map((s) => [s.id, s.number]));

/** Writes journal rows, and in the same transaction the flat tables that follow from some of them. */
export class JournalWriter {
  private readonly run: number;
  private readonly contracts: ContractNumbers;
  private readonly insert: Statement;
  private readonly trade: Statement;
  private readonly ended: Statement;
  private readonly enable: Statement;
  private readonly disableAll: Statement;

  constructor(db: Handle, run: number, contracts: ContractNumbers) {
    this.run = run;
    this.contracts = contracts;
    this.insert = db.prepare(
      'INSERT INTO journal (id, step, time_ms, wall_ms, book, interactive, event, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.trade = db.prepare(
      `INSERT INTO trade_rows (id, run, trade_id, strategy, book, root, contract_id, direction, qty, entry_ticks_sum,
         exit_ticks_sum, entry_ms, exit_ms, trading_day, gross_cents, fees_cents, net_cents, risk_cents, mae_cents,
         mfe_cents, exit_reason, entry_reason)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.ended = db.prepare('UPDATE runs SET ended = 1 WHERE number = ?');
    this.enable = db.prepare('UPDATE strategies SET enabled = ? WHERE book = ?');
    this.disableAll = db.prepare('UPDATE strategies SET enabled = 0');
  }

  write({ row, json, hash }: ChainedRow, wallMs: number): void {
    const id = journalId(this.run, row.seq);
    this.insert.run(id, row.step, row.timeMs, wallMs, row.book, row.interactive ? 1 : 0, json, hash);
    const { event } = row;
    if (event.type === 'TradeClosed') this.writeTrade(id, event.trade);
    else if (event.type === 'RunEnded') this.ended.run(this.run);
    else if (event.type === 'RunStarted') this.disableAll.run();
    else if (event.type === 'StrategyJoined') this.enable.run(1, event.book);
    else if (event.type === 'StrategyDropped') this.enable.run(0, event.book);
  }

  private writeTrade(id: number, trade: Trade): void {
    this.contracts.of(trade.contractId, trade.root);
    this.trade.run(
      id,
      this.run,
      trade.tradeId,
      NUMBER_OF_BOOK.get(trade.book) ?? 0,
      trade.book,
      trade.root,
      trade.contractId,
      trade.direction,
      trade.qty,
      trade.entryTicksSum,
      trade.exitTicksSum,
      trade.entryMs,
      trade.exitMs,
      trade.tradingDay,
      trade.grossCents,
      trade.feesCents,
      trade.netCents,
      trade.riskCents,
      trade.maeCents,
      trade.mfeCents,
      trade.exitReason,
      trade.entryReason,
    );
  }
}
