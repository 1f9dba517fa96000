import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { DEVICE_TOKEN, deviceHash } from '../../adapters/web/token-check.ts';
import { ROLES, type Role } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';

export const DEVICES_TABLE = 'devices';
const SEEN_EVERY_MS = 60_000;

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
});
export type DeviceRow = z.infer<typeof deviceRow>;

/** Paired devices: named, scoped, expiring grants. */
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
    address: string,
    jkt?: string,
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
      address,
      ...(jkt === undefined ? {} : { jkt }),
    };
    await this.rows.put(id, row);
    return { id, token, row };
  }

  get(id: string): DeviceRow | undefined {
    return this.rows.get(id);
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
    const over = [...this.rows.entries()].filter(([, row]) => row.expiresMs <= now);
    await Promise.all(over.map(([id]) => this.revoke(id)));
  }

  list(): readonly (DeviceRow & { readonly id: string })[] {
    return [...this.rows.entries()].map(([id, row]) => ({ id, ...row }));
  }
}
