import type { Handle, Statement } from '../schema/handle.ts';

/** One write of the hub's own rows. */
export type HubWrite =
  | { readonly op: 'upsert'; readonly table: string; readonly key: string; readonly json: string }
  | { readonly op: 'delete'; readonly table: string; readonly key: string };

export class HubWriter {
  private readonly run: number;
  private readonly upsert: Statement;
  private readonly remove: Statement;

  constructor(db: Handle, run: number) {
    this.run = run;
    this.upsert = db.prepare(
      `INSERT OR REPLACE INTO hub_rows ("table", key, run, json, updated_wall_ms) VALUES (?, ?, ?, ?, ?)`,
    );
    this.remove = db.prepare(`DELETE FROM hub_rows WHERE "table" = ? AND key = ?`);
  }

  write(writes: readonly HubWrite[], wallMs: number): void {
    for (const write of writes) {
      if (write.op === 'upsert') this.upsert.run(write.table, write.key, this.run, write.json, wallMs);
      else this.remove.run(write.table, write.key);
    }
  }
}
