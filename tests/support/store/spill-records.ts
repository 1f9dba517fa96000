import type { SpillRecord } from '../../../engine/store/journal/spill-format.ts';
import { encodeRecord } from '../../../engine/store/journal/spill-format.ts';
import { CONTRACT_IDENTITY } from './journal-contract.ts';
import { journalScript } from './journal-script.ts';

/** Records of a scripted run, with figures of every kind in them. */
export function spillRecords(count: number): readonly SpillRecord[] {
  return journalScript({ seed: 11, steps: count - 1, eagerness: 5 }).map((commit, n) => ({
    spillId: 'a-spill',
    run: CONTRACT_IDENTITY,
    follows: { seq: (commit.rows[0]?.seq ?? 1) - 1, hash: String(n % 10).repeat(64) },
    wallMs: 1_790_000_000_000 + n,
    commit,
  }));
}

/** A file of so many bytes with these records at its beginning. */
export function spillBytes(records: readonly SpillRecord[], capacity = 0): Buffer {
  const used = Buffer.concat(records.map(encodeRecord));
  return Buffer.concat([used, Buffer.alloc(Math.max(0, capacity - used.length))]);
}
