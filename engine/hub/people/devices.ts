import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { ROLES, type Role } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';
import { sha256 } from './sessions.ts';

export const DEVICES_TABLE = 'devices';
/** A device's token is told from a signed one by its beginning. */
export const DEVICE_TOKEN = 'pwd_';
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
});
export type DeviceRow = z.infer<typeof deviceRow>;

/** Paired devices: named, scoped, expiring grants. */
export class Devices {
  private readonly rows: HubRows<DeviceRow>;
  private readonly clock: Clock;
  private readonly ended: (id: string) => void;

  /** `ended`: closes the sockets of a device. */
  constructor(rows: HubRows<DeviceRow>, clock: Clock, ended: (id: string) => void) {
    this.rows = rows;
    this.clock = clock;
    this.ended = ended;
  }

  async grant(
    wish: { readonly name: string; readonly role: Role; readonly days: number },
    address: string,
  ): Promise<{ id: string; token: string; row: DeviceRow }> {
    const id = `device-${randomUUID()}`;
    const token = `${DEVICE_TOKEN}${randomBytes(32).toString('base64url')}`;
    const now = this.clock.now();
    const row: DeviceRow = {
      name: wish.name,
      role: wish.role,
      token: sha256(token),
      createdMs: now,
      expiresMs: now + wish.days * 86_400_000,
      lastSeenMs: now,
      address,
    };
    await this.rows.put(id, row);
    return { id, token, row };
  }

  byToken(token: string): Credential | undefined {
    const hash = sha256(token);
    for (const [id, row] of this.rows.entries()) {
      if (row.token !== hash) continue;
      if (row.expiresMs > this.clock.now()) return credentialOf(id, row);
      this.revoke(id);
      return undefined;
    }
    return undefined;
  }

  get(id: string): DeviceRow | undefined {
    return this.rows.get(id);
  }

  seen(id: string, address: string): void {
    const row = this.rows.get(id);
    const now = this.clock.now();
    if (row === undefined || (now - row.lastSeenMs < SEEN_EVERY_MS && row.address === address)) return;
    this.rows.putSoon(id, { ...row, lastSeenMs: now, address });
  }

  /** Its sockets are closed at once. */
  revoke(id: string): boolean {
    if (this.rows.get(id) === undefined) return false;
    this.rows.removeSoon(id);
    this.ended(id);
    return true;
  }

  sweep(): void {
    const now = this.clock.now();
    for (const [id, row] of [...this.rows.entries()]) if (row.expiresMs <= now) this.revoke(id);
  }

  list(): readonly (DeviceRow & { readonly id: string })[] {
    return [...this.rows.entries()].map(([id, row]) => ({ id, ...row }));
  }
}

function credentialOf(id: string, row: DeviceRow): Credential {
  return {
    kind: 'device',
    userId: id,
    userName: row.name,
    role: row.role,
    device: row.name,
    mayAct: true,
    sessionId: id,
    expiresMs: row.expiresMs,
  };
}
