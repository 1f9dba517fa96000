import type { Receipt } from '../../domain/commands.ts';
import type { StoreReader } from './store-reader.ts';

/** The newest receipts of flattens, oldest first. */
export function readReceipts(reader: StoreReader, limit: number, run = reader.presentRun()): readonly Receipt[] {
  const rows = reader.sql('SELECT json FROM receipts WHERE run = ? ORDER BY id DESC LIMIT ?').pluck().all(run, limit);
  return rows.reverse().map((json) => JSON.parse(String(json)) as Receipt);
}

export function readReceipt(reader: StoreReader, id: string, run = reader.presentRun()): Receipt | undefined {
  const json = reader.sql('SELECT json FROM receipts WHERE run = ? AND receipt_id = ?').pluck().get(run, id);
  return typeof json === 'string' ? (JSON.parse(json) as Receipt) : undefined;
}
