import type { ContractId } from '../../domain/ids.ts';
import type { Bar } from '../../domain/bar.ts';
import { barId, timeOfBarId } from '../schema/packing.ts';
import type { StoreReader } from './store-reader.ts';

export interface ContractBar {
  readonly contractId: ContractId;
  readonly root: string;
  readonly bar: Bar;
}

export interface BarsQuery {
  /** A root ("MNQ": all its contracts, one after the other) or a contract ("MNQZ6"). */
  readonly symbol: string;
  /** Open time at or after. */
  readonly fromMs?: number;
  /** Open time before. */
  readonly toMs?: number;
  /** The newest so many of the range. */
  readonly limit?: number;
  readonly run?: number;
}

/** Closed bars of a minute; of five and of sixty minutes on the clock's grid, where the last one may be incomplete. */
export type BarTable = 'bars' | 'bars_5m' | 'bars_1h';

interface ContractRow {
  readonly number: number;
  readonly contractId: ContractId;
  readonly root: string;
}

interface BarRow {
  readonly id: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const NO_LIMIT = -1;
const MINUTE_MS = 60_000;
/** The highest minute that a bar's id holds. */
const LAST_MINUTE_MS = (2 ** 28 - 1) * MINUTE_MS;

/** Bars of a table, by default those of a minute, oldest first; of one time those of the earlier contract first. */
export function readBars(reader: StoreReader, query: BarsQuery, table: BarTable = 'bars'): readonly ContractBar[] {
  const run = query.run ?? reader.presentRun();
  const limit = query.limit ?? NO_LIMIT;
  const found = contractsOf(reader, query.symbol).flatMap((contract) =>
    barsOf(reader, table, run, contract, query, limit),
  );
  found.sort((a, b) => a.bar.timeMs - b.bar.timeMs);
  return limit === NO_LIMIT ? found : found.slice(Math.max(0, found.length - limit));
}

function contractsOf(reader: StoreReader, symbol: string): readonly ContractRow[] {
  return reader
    .sql(
      'SELECT number, contract_id AS contractId, root FROM contracts WHERE contract_id = ? OR root = ? ORDER BY number',
    )
    .all(symbol, symbol) as ContractRow[];
}

function barsOf(
  reader: StoreReader,
  table: BarTable,
  run: number,
  { number, contractId, root }: ContractRow,
  query: BarsQuery,
  limit: number,
): readonly ContractBar[] {
  const from = Math.ceil(Math.max(0, query.fromMs ?? 0) / MINUTE_MS) * MINUTE_MS;
  const to = Math.ceil(Math.min(query.toMs ?? LAST_MINUTE_MS, LAST_MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  if (to <= from) return [];
  const rows = reader
    .sql(`SELECT id, open, high, low, close, volume FROM ${table} WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(barId(run, number, from), barId(run, number, to), limit) as BarRow[];
  return rows.map(({ id, open, high, low, close, volume }) => ({
    contractId,
    root,
    bar: { timeMs: timeOfBarId(id), open, high, low, close, volume },
  }));
}

/** All bars of a run by contract, then time: for the export. */
export function* allBars(reader: StoreReader, run: number): Iterable<ContractBar> {
  const contracts = reader
    .sql('SELECT number, contract_id AS contractId, root FROM contracts ORDER BY contract_id')
    .all() as ContractRow[];
  for (const contract of contracts) {
    const page = 10_000;
    let fromMs = 0;
    for (;;) {
      const rows = reader
        .sql('SELECT id, open, high, low, close, volume FROM bars WHERE id >= ? AND id < ? ORDER BY id LIMIT ?')
        .all(barId(run, contract.number, fromMs), barId(run, contract.number, LAST_MINUTE_MS), page) as BarRow[];
      for (const { id, open, high, low, close, volume } of rows) {
        const { contractId, root } = contract;
        yield { contractId, root, bar: { timeMs: timeOfBarId(id), open, high, low, close, volume } };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) break;
      fromMs = timeOfBarId(last.id) + MINUTE_MS;
    }
  }
}
