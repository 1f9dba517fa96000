import type { Receipt } from '../../domain/commands.ts';
import { upgradeScope } from '../schema/upgrade-event.ts';
import type { StoreReader } from './store-reader.ts';

/** The newest receipts of flattens, oldest first. */
export function readReceipts(reader: StoreReader, limit: number, run = reader.presentRun()): readonly Receipt[] {
  const rows = reader.sql('SELECT json FROM receipts WHERE run = ? ORDER BY id DESC LIMIT ?').pluck().all(run, limit);
  return rows.reverse().map((json) => toReceipt(String(json)));
}

export function readReceipt(reader: StoreReader, id: string, run = reader.presentRun()): Receipt | undefined {
  const json = reader.sql('SELECT json FROM receipts WHERE run = ? AND receipt_id = ?').pluck().get(run, id);
  return typeof json === 'string' ? toReceipt(json) : undefined;
}

/** Receipts of the first program version were of persons alone, and told at the end alone. */
function toReceipt(json: string): Receipt {
  const stored = JSON.parse(json) as Receipt;
  const before = { reason: 'manual', ended: true, clock: 'wall' } as const;
  return { ...before, ...stored, scope: upgradeScope(stored.scope) };
}
