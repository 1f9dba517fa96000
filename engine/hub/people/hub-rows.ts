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
  /** Keys whose last write failed. */
  private readonly unwritten = new Set<string>();

  constructor(table: string, schema: z.ZodType<T>, desk: DeskPort, logger: Logger) {
    this.table = table;
    this.schema = schema;
    this.desk = desk;
    this.logger = logger;
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

  /** Resolves when it is written; rejects when the desk could not. */
  async put(key: string, value: T): Promise<void> {
    this.held.set(key, value);
    await this.write(key);
  }

  async remove(key: string): Promise<void> {
    this.held.delete(key);
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

  removeSoon(key: string): void {
    this.remove(key).catch((error: unknown) => this.complain(key, error));
  }

  private complain(key: string, error: unknown): void {
    this.logger.warn('a row of the hub could not be written', { table: this.table, key, fault: String(error) });
  }
}
