import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { DEVICE_TOKEN, deviceHash } from '../../adapters/web/token-check.ts';
import { ROLES, type Role } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';

export const DEVICES_TABLE = 'devices';
const SEEN_EVERY_MS = 60_000;
/** A device that the owner does not confirm within this time is forgotten. */
export const CONFIRM_MS = 10 * 60_000;

export const deviceRow = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  /** SHA-256 of the token. */
  token: z.string(),
  createdMs: z.number(),
  expiresMs: z.number(),
  lastSeenMs: z.number(),
  address: z.string(),
  /** Thumbprint of the key of the page that it was paired by; absent: a program's. */
  jkt: z.string().optional(),
  /** What the program calls itself that traded the code. */
  browser: z.string().default(''),
  /** The owner has not confirmed it yet: it may wait, and nothing else. */
  isPending: z.boolean().default(false),
  /** When an owner's password was last typed on it. */
  authMs: z.number().default(0),
});
export type DeviceRow = z.infer<typeof deviceRow>;

/** Paired devices: named, scoped, expiring grants. One that was paired is nobody until the owner has confirmed it. */
export class Devices {
  private readonly rows: HubRows<DeviceRow>;
  private readonly clock: Clock;
  private readonly ended: (id: string) => void;

  /** `ended`: told of each that ended: its sockets are closed, and the pages that it opened. */
  constructor(rows: HubRows<DeviceRow>, clock: Clock, ended: (id: string) => void) {
    this.rows = rows;
    this.clock = clock;
    this.ended = ended;
  }

  async grant(
    wish: { readonly name: string; readonly role: Role; readonly days: number },
    from: { readonly address: string; readonly browser: string; readonly jkt?: string | undefined },
  ): Promise<{ id: string; token: string; row: DeviceRow }> {
    const id = `device-${randomUUID()}`;
    const token = `${DEVICE_TOKEN}${randomBytes(32).toString('base64url')}`;
    const now = this.clock.now();
    const row: DeviceRow = {
      name: wish.name,
      role: wish.role,
      token: deviceHash(token),
      createdMs: now,
      expiresMs: now + wish.days * 86_400_000,
      lastSeenMs: now,
      ...from,
      isPending: true,
      authMs: 0,
    };
    await this.rows.put(id, row);
    return { id, token, row };
  }

  get(id: string): DeviceRow | undefined {
    return this.rows.get(id);
  }

  /** How a device stands that waits, or waited, to be confirmed; undefined: its token is nobody's. */
  standingOf(token: string): DeviceRow | undefined {
    const hash = deviceHash(token);
    const now = this.clock.now();
    return [...this.rows.values()].find((row) => row.token === hash && !isOver(row, now));
  }

  /** Lets it act. Undefined: there is none that waits. */
  confirm(id: string): Promise<DeviceRow | undefined> {
    const now = this.clock.now();
    return this.rows.update(id, (row) =>
      row.isPending && !isOver(row, now) ? { ...row, isPending: false } : undefined,
    );
  }

  /** An owner's password was typed on it. */
  async authenticated(id: string): Promise<void> {
    const authMs = this.clock.now();
    await this.rows.update(id, (row) => ({ ...row, authMs }));
  }

  seen(id: string, address: string): void {
    const now = this.clock.now();
    this.rows.updateSoon(id, (row) =>
      now - row.lastSeenMs < SEEN_EVERY_MS && row.address === address
        ? undefined
        : { ...row, lastSeenMs: now, address },
    );
  }

  /** At once. Resolves when it is in the file; rejects when the desk could not write it. */
  async revoke(id: string): Promise<void> {
    if (this.rows.get(id) === undefined) return;
    const removing = this.rows.remove(id);
    this.ended(id);
    await removing;
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    const over = [...this.rows.entries()].filter(([, row]) => isOver(row, now));
    await Promise.all(over.map(([id]) => this.revoke(id)));
  }

  list(): readonly (DeviceRow & { readonly id: string })[] {
    return [...this.rows.entries()].map(([id, row]) => ({ id, ...row }));
  }
}

function isOver({ expiresMs, isPending, createdMs }: DeviceRow, now: number): boolean {
  return expiresMs <= now || (isPending && createdMs + CONFIRM_MS <= now);
}
