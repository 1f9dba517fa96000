import { scopeOfCommand } from '../../domain/commands.ts';
import { actorOf } from '../../domain/origin.ts';
import { scopeName } from '../../domain/scope.ts';
import { z } from 'zod';
import type { CommandRequest } from '../../domain/commands.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AuditEntry } from '../../wire/index.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { HubRows } from './hub-rows.ts';

export const AUDIT_TABLE = 'audit';
const MOST = 5_000;

export const auditRow = z.object({
  wallMs: z.number(),
  actor: z.string(),
  device: z.string(),
  what: z.string(),
  scope: z.string(),
  cause: z.string(),
  result: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

/** Every command, and every act on people and devices: who, from where, what, result. Kept to the last 5,000. */
export class Audit {
  private readonly rows: HubRows<AuditRow>;
  private readonly clock: Clock;
  private count = 0;

  constructor(rows: HubRows<AuditRow>, clock: Clock) {
    this.rows = rows;
    this.clock = clock;
  }

  command(request: CommandRequest, result: string): void {
    const { command, origin } = request;
    const { device, cause } = origin;
    const scope = scopeName(scopeOfCommand(command));
    this.note({ actor: actorOf(origin), device, cause, what: command.kind, scope, result });
  }

  note(entry: Omit<AuditRow, 'wallMs'>): void {
    const wallMs = this.clock.now();
    this.count += 1;
    this.rows.putSoon(`${String(wallMs).padStart(14, '0')}-${String(this.count).padStart(6, '0')}`, {
      wallMs,
      ...entry,
    });
    if (this.rows.size <= MOST + 100) return;
    const old = [...this.rows.entries()].map(([key]) => key).toSorted();
    for (const key of old.slice(0, this.rows.size - MOST)) this.rows.removeSoon(key);
  }

  list(limit: number): AuditEntry[] {
    return [...this.rows.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .slice(-limit)
      .map(([, { wallMs, ...rest }]) => ({ time: toIso(wallMs), ...rest }));
  }
}
