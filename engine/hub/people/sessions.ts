import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import { ROLES, type Role } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';

export const SESSIONS_TABLE = 'sessions';
/** Of a token; the session lives as long as it is refreshed. */
export const TOKEN_LIFE_MS = 15 * 60_000;
const IDLE_MS = 12 * 3_600_000;
const LONGEST_MS = 30 * 86_400_000;
/** `lastSeenMs` is written at most so often. */
const SEEN_EVERY_MS = 5 * 60_000;
/** A trading right rests on a password that was typed so recently. */
export const TRADING_MS = 60 * 60_000;

export const sessionRow = z.object({
  userId: z.string(),
  userName: z.string(),
  role: z.enum(ROLES),
  device: z.string(),
  address: z.string(),
  createdMs: z.number(),
  lastSeenMs: z.number(),
  /** When the password was last typed. */
  authMs: z.number(),
  /** SHA-256 of the refresh token that is good now, and of the last one (shown again: stolen). */
  refresh: z.string(),
  usedRefresh: z.string().optional(),
});
export type SessionRow = z.infer<typeof sessionRow>;

export interface Opened {
  readonly sessionID: string;
  readonly refreshToken: string;
  readonly token: string;
  readonly expiresIn: number;
  readonly row: SessionRow;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

/** Log-in sessions. Keys and refresh tokens are held as SHA-256 only; a refresh token that is shown twice ends its session. */
export class Sessions {
  private readonly rows: HubRows<SessionRow>;
  private readonly tokens: TokenCheck;
  private readonly clock: Clock;
  private readonly ended: (key: string) => void;

  /** `ended`: closes the sockets of a session. */
  constructor(rows: HubRows<SessionRow>, tokens: TokenCheck, clock: Clock, ended: (key: string) => void) {
    this.rows = rows;
    this.tokens = tokens;
    this.clock = clock;
    this.ended = ended;
  }

  async open(
    user: { readonly userId: string; readonly userName: string; readonly role: Role },
    device: string,
    address: string,
  ): Promise<Opened> {
    this.sweep();
    const sessionID = random();
    const refreshToken = random();
    const now = this.clock.now();
    const { userId, userName, role } = user;
    const row: SessionRow = {
      userId,
      userName,
      role,
      device,
      address,
      createdMs: now,
      lastSeenMs: now,
      authMs: now,
      refresh: sha256(refreshToken),
    };
    const key = sha256(sessionID);
    await this.rows.put(key, row);
    return { sessionID, refreshToken, row, ...(await this.sign(key, row)) };
  }

  /** A new token and refresh token; undefined: unknown or used (the session is then ended). */
  async refresh(refreshToken: string): Promise<Opened | undefined> {
    const hash = sha256(refreshToken);
    for (const [key, row] of this.rows.entries()) {
      if (row.usedRefresh === hash) {
        this.end(key);
        return undefined;
      }
      if (row.refresh !== hash || !this.alive(row)) continue;
      const next = random();
      const changed: SessionRow = { ...row, refresh: sha256(next), usedRefresh: hash, lastSeenMs: this.clock.now() };
      await this.rows.put(key, changed);
      return { sessionID: key, refreshToken: next, row: changed, ...(await this.sign(key, changed)) };
    }
    return undefined;
  }

  /** Who a session is, by the key of a token's `sid`. */
  byKey(key: string): SessionRow | undefined {
    const row = this.rows.get(key);
    if (row === undefined) return undefined;
    if (!this.alive(row)) {
      this.end(key);
      return undefined;
    }
    return row;
  }

  /** Document 001: who a sessionID is; the user's id must be its own. */
  bySessionId(sessionID: string, userId: string): { key: string; row: SessionRow } | undefined {
    const key = sha256(sessionID);
    const row = this.byKey(key);
    return row === undefined || row.userId !== userId ? undefined : { key, row };
  }

  /** Something was done with it: it is not idle. */
  seen(key: string): void {
    const row = this.rows.get(key);
    const now = this.clock.now();
    if (row === undefined || now - row.lastSeenMs < SEEN_EVERY_MS) return;
    this.rows.putSoon(key, { ...row, lastSeenMs: now });
  }

  /** The password was typed again. */
  async authenticated(key: string): Promise<void> {
    const row = this.rows.get(key);
    if (row !== undefined) await this.rows.put(key, { ...row, authMs: this.clock.now() });
  }

  mayTrade(row: SessionRow): boolean {
    return this.clock.now() - row.authMs <= TRADING_MS;
  }

  end(key: string): void {
    if (this.rows.get(key) === undefined) return;
    this.rows.removeSoon(key);
    this.ended(key);
  }

  endOf(userId: string): void {
    for (const [key, row] of [...this.rows.entries()]) if (row.userId === userId) this.end(key);
  }

  /** True when this user has no session of this device at this address: what a program calls itself proves nothing. */
  isNewDevice(userId: string, device: string, address: string): boolean {
    return ![...this.rows.values()].some(
      (row) => row.userId === userId && row.device === device && row.address === address,
    );
  }

  list(): readonly (SessionRow & { readonly key: string })[] {
    return [...this.rows.entries()].map(([key, row]) => ({ key, ...row }));
  }

  /** Ends what is idle or too old. */
  sweep(): void {
    for (const [key, row] of [...this.rows.entries()]) if (!this.alive(row)) this.end(key);
  }

  credential(key: string, row: SessionRow): Credential {
    return {
      kind: 'user',
      userId: row.userId,
      userName: row.userName,
      role: row.role,
      device: row.device,
      mayAct: true,
      sessionId: key,
      expiresMs: row.lastSeenMs + IDLE_MS,
    };
  }

  private alive(row: SessionRow): boolean {
    const now = this.clock.now();
    return now - row.lastSeenMs < IDLE_MS && now - row.createdMs < LONGEST_MS;
  }

  private async sign(key: string, row: SessionRow): Promise<{ token: string; expiresIn: number }> {
    const { userId, userName, role, device } = row;
    const { token } = await this.tokens.sign({
      userId,
      userName,
      role,
      device,
      sessionId: key,
      lifeMs: TOKEN_LIFE_MS,
      shared: true,
    });
    return { token, expiresIn: TOKEN_LIFE_MS / 1_000 };
  }
}
