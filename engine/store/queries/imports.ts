import type { TimeMs, WallMs } from '../../domain/units.ts';
import type { StoreReader } from './store-reader.ts';

/** A recording that lies beside the runs, without its bars. */
export interface ImportRow {
  readonly number: number;
  readonly root: string;
  readonly name: string;
  readonly intervalMs: number;
  /** Opening of the first and of the last bar. */
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  readonly bars: number;
  readonly createdWallMs: WallMs;
}

/** The imported recordings, newest first. */
export function readImports(reader: StoreReader): readonly ImportRow[] {
  return reader
    .sql(
      `SELECT number, root, name, interval_ms AS intervalMs, from_ms AS fromMs, to_ms AS toMs, bars,
         created_wall_ms AS createdWallMs FROM imports ORDER BY number DESC`,
    )
    .all() as ImportRow[];
}
