import type { z } from 'zod';
import type { Logger } from '../../ports/logger.ts';
import type { DeskPort, HubHistory } from '../picture/hub-deps.ts';

/**
 * One table of the hub's own rows: held in memory, written by the desk. A row is there for the hub at once; a write that
 * the desk could not make is logged and made again (`again`) until it is: a device that was revoked while the desk was
 * away must not be back after a restart.
 */
export class HubRows<T> {
  private readonly table: string;
  private readonly schema: z.ZodType<T>;
  private readonly desk: DeskPort;
  private readonly logger: Logger;
  private readonly held = new Map<string, T>();
  private readonly changed: () => void;
  /** Keys whose last write failed. */
  private readonly unwritten = new Set<string>();

  /** `changed`: told of each change at once, before it is written. */
  constructor(table: string, schema: z.ZodType<T>, desk: DeskPort, logger: Logger, changed = (): void => undefined) {
    this.table = table;
    this.schema = schema;
    this.desk = desk;
    this.logger = logger;
    this.changed = changed;
  }

  load(history: HubHistory): void {
    for (const { key, json } of history.hubRows(this.table)) {
      let value: unknown;
      try {
        value = JSON.parse(json);
      } catch {
        value = undefined;
      }
      const checked = this.schema.safeParse(value);
      if (checked.success) this.held.set(key, checked.data);
      else this.logger.warn('a row of the hub is not readable and is passed over', { table: this.table, key });
    }
  }

  get(key: string): T | undefined {
    return this.held.get(key);
  }

  entries(): IterableIterator<[string, T]> {
    return this.held.entries();
  }

  values(): IterableIterator<T> {
    return this.held.values();
  }

  get size(): number {
    return this.held.size;
  }

  /**
   * Whatever stood there before. Resolves when it is written; rejects when the desk could not. A row that came of another
   * one wants `update`.
   */
  async put(key: string, value: T): Promise<void> {
    this.held.set(key, value);
    this.changed();
    await this.write(key);
  }

  /**
   * Makes a row of the one that stands at this moment: nobody else comes between. Where there is none, or `change` gives
   * undefined, nothing is done. Resolves with the new row when it is written, or with undefined; rejects as `put` does.
   */
  async update(key: string, change: (present: T) => T | undefined): Promise<T | undefined> {
    const present = this.held.get(key);
    const next = present === undefined ? undefined : change(present);
    if (next === undefined) return undefined;
    await this.put(key, next);
    return next;
  }

  async remove(key: string): Promise<void> {
    this.held.delete(key);
    this.changed();
    await this.write(key);
  }

  /** Writes once more what could not be written; to be called now and then. */
  again(): void {
    for (const key of this.unwritten) this.write(key).catch((error: unknown) => this.complain(key, error));
  }

  /** The row as it stands now. */
  private async write(key: string): Promise<void> {
    const value = this.held.get(key);
    this.unwritten.delete(key);
    try {
      await this.desk.write(this.table, key, value === undefined ? undefined : JSON.stringify(value));
    } catch (error) {
      this.unwritten.add(key);
      throw error;
    }
  }

  /** Without waiting: for what may be lost without harm to anybody. */
  putSoon(key: string, value: T): void {
    this.put(key, value).catch((error: unknown) => this.complain(key, error));
  }

  updateSoon(key: string, change: (present: T) => T | undefined): void {
    this.update(key, change).catch((error: unknown) => this.complain(key, error));
  }

  removeSoon(key: string): void {
    this.remove(key).catch((error: unknown) => this.complain(key, error));
  }

  private complain(key: string, error: unknown): void {
    this.logger.warn('a row of the hub could not be written', { table: this.table, key, fault: String(error) });
  }
}
