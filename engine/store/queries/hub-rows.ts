import type { StoreReader } from './store-reader.ts';

export interface HubRow {
  readonly key: string;
  readonly json: string;
  /** Wall time of the last write. */
  readonly updatedWallMs: number;
}

/** The hub's own rows of one table, by key. */
export function readHubRows(reader: StoreReader, table: string): readonly HubRow[] {
  return reader
    .sql(`SELECT key, json, updated_wall_ms AS updatedWallMs FROM hub_rows WHERE "table" = ? ORDER BY key`)
    .all(table) as HubRow[];
}

export function readHubRow(reader: StoreReader, table: string, key: string): HubRow | undefined {
  return reader
    .sql(`SELECT key, json, updated_wall_ms AS updatedWallMs FROM hub_rows WHERE "table" = ? AND key = ?`)
    .get(table, key) as HubRow | undefined;
}
