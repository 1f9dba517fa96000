import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import { SHARED_LIFE_MS, type TokenCheck } from '../../adapters/web/token-check.ts';
import type { UserRow } from '../../adapters/web/user-row.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import type { HubRows } from './hub-rows.ts';

export const SESSIONS_TABLE = 'sessions';
/** Of a log-in's token; the session lives as long as it is refreshed. */
export const TOKEN_LIFE_MS = SHARED_LIFE_MS;
const IDLE_MS = 12 * 3_600_000;
/** A session at the longest, and so a page's token. */
export const LONGEST_MS = 30 * 86_400_000;
/** `lastSeenMs` is written at most so often. */
const SEEN_EVERY_MS = 5 * 60_000;
/** A trading right rests on a password that was typed so recently. */
export const TRADING_MS = 60 * 60_000;
/** A change of people, devices or settings, or a link for the owner, rests on one that was typed so recently. */
export const OWNING_MS = 10 * 60_000;
/** Sessions of one user, and pages of the owner: one more ends the one that was not used for longest. */
const MOST_OF_ONE = 20;

export const sessionRow = z.object({
  /** A user's log-in, or a page of the owner's, opened by a one-time link. */
  kind: z.enum(['user', 'page']).default('user'),
  userId: z.string(),
  device: z.string(),
  address: z.string(),
  createdMs: z.number(),
  lastSeenMs: z.number(),
  /** When the password was last typed. */
  authMs: z.number(),
  /** Of a log-in: number of the refresh token that is good now; those before it were used. */
  generation: z.int().default(0),
  /** Of a page: the session or device that asked for its link; absent: the owner's token. */
  parent: z.string().optional(),
  /** Thumbprint of the key of the page that it was opened or logged in by; absent: a program's. */
  jkt: z.string().optional(),
});
export type SessionRow = z.infer<typeof sessionRow>;

export interface Opened {
  readonly key: string;
  readonly refreshToken: string;
  readonly token: string;
  readonly expiresIn: number;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** When a session ends unless it is used. */
export function endOf(row: SessionRow): number {
  return Math.min(row.lastSeenMs + IDLE_MS, row.createdMs + LONGEST_MS);
}

export interface SessionsDeps {
  readonly rows: HubRows<SessionRow>;
  readonly tokens: TokenCheck;
  readonly clock: Clock;
  /** Told of each that ended: its sockets are closed. */
  readonly ended: (key: string) => void;
}

/**
 * Log-ins and pages. Session ids are held as SHA-256 only; a refresh token that is not the last one ends its session.
 */
export class Sessions {
  private readonly deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.deps = deps;
  }

  /** A log-in. `jkt`: of the page's key; programs have none. The row is there at once. Resolves when it is written. */
  async open(
    user: UserRow,
    device: string,
    address: string,
    jkt?: string,
  ): Promise<Opened & { readonly sessionID: string }> {
    const sessionID = randomBytes(32).toString('base64url');
    const key = sha256(sessionID);
    const { userId } = user;
    await this.begin(key, { kind: 'user', userId, device, address, ...(jkt === undefined ? {} : { jkt }) });
    return { sessionID, ...(await this.sign(key, userId, 0)) };
  }

  /** A page of the owner's. `parent`: who asked for its link. */
  async openPage(page: {
    readonly address: string;
    readonly parent: string | undefined;
    readonly jkt?: string | undefined;
  }): Promise<{ readonly key: string }> {
    const key = randomUUID();
    const { address, parent, jkt } = page;
    const from = { ...(parent === undefined ? {} : { parent }), ...(jkt === undefined ? {} : { jkt }) };
    await this.begin(key, { kind: 'page', userId: OWNER_ID, device: 'cockpit', address, ...from });
    return { key };
  }

  /**
   * A new token and refresh token; undefined: unknown, of another key than the log-in was made with, or used before (the
   * session is then ended).
   */
  async refresh(refreshToken: string, jkt?: string): Promise<Opened | undefined> {
    const [key = '', number = '', mac = ''] = refreshToken.split('.');
    const shown = Number(number);
    const row = this.byKey(key);
    if (row?.kind !== 'user' || mac !== this.macOf(key, number) || row.jkt !== jkt) return undefined;
    const lastSeenMs = this.deps.clock.now();
    const changed = await this.deps.rows.update(key, (present) =>
      present.generation === shown ? { ...present, generation: shown + 1, lastSeenMs } : undefined,
    );
    if (changed === undefined) {
      await this.end(key);
      return undefined;
    }
    return this.sign(key, changed.userId, changed.generation);
  }

  /** What a session is, by the key of a token's `sid`, while it stands. */
  byKey(key: string): SessionRow | undefined {
    const row = this.deps.rows.get(key);
    return row === undefined || endOf(row) <= this.deps.clock.now() ? undefined : row;
  }

  /** Something was done with it: it is not idle. */
  seen(key: string): void {
    const now = this.deps.clock.now();
    this.deps.rows.updateSoon(key, (row) =>
      now - row.lastSeenMs < SEEN_EVERY_MS || endOf(row) <= now ? undefined : { ...row, lastSeenMs: now },
    );
  }

  /** The password was typed again. */
  async authenticated(key: string): Promise<void> {
    const authMs = this.deps.clock.now();
    await this.deps.rows.update(key, (row) => ({ ...row, authMs }));
  }

  /** At once, with the pages that it opened. Resolves when it is in the file; rejects when the desk could not write it. */
  async end(key: string): Promise<void> {
    if (this.deps.rows.get(key) === undefined) return;
    const ending = this.deps.rows.remove(key);
    this.deps.ended(key);
    await Promise.all([ending, this.endPagesOf(key)]);
  }

  async endPagesOf(parent: string): Promise<void> {
    await this.endThose((row) => row.parent === parent);
  }

  /** Of a user, `but` for one. */
  async endAllOf(userId: string, but?: string): Promise<void> {
    await this.endThose((row, key) => row.userId === userId && key !== but);
  }

  /** True when this user has no session of this device at this address: what a program calls itself proves nothing. */
  isNewDevice(userId: string, device: string, address: string): boolean {
    return ![...this.deps.rows.values()].some(
      (row) => row.userId === userId && row.device === device && row.address === address,
    );
  }

  list(): readonly (SessionRow & { readonly key: string })[] {
    return [...this.deps.rows.entries()].map(([key, row]) => ({ key, ...row }));
  }

  /** Ends what is idle or too old. */
  async sweep(): Promise<void> {
    const now = this.deps.clock.now();
    await this.endThose((row) => endOf(row) <= now);
  }

  private async begin(key: string, begun: Pick<SessionRow, 'kind' | 'userId' | 'device' | 'address'>): Promise<void> {
    const { clock, rows } = this.deps;
    const now = clock.now();
    const beginning = rows.put(key, { generation: 0, createdMs: now, lastSeenMs: now, authMs: now, ...begun });
    const others = this.list()
      .filter((row) => row.kind === begun.kind && row.userId === begun.userId && row.key !== key)
      .toSorted((a, b) => a.lastSeenMs - b.lastSeenMs);
    const tooMany = others.slice(0, Math.max(0, others.length + 1 - MOST_OF_ONE));
    await Promise.all([beginning, ...tooMany.map((row) => this.end(row.key))]);
  }

  private async endThose(which: (row: SessionRow, key: string) => boolean): Promise<void> {
    const found = [...this.deps.rows.entries()].filter(([key, row]) => which(row, key));
    await Promise.all(found.map(([key]) => this.end(key)));
  }

  private macOf(key: string, generation: number | string): string {
    return this.deps.tokens.mac(`${key}.${generation}`);
  }

  private async sign(key: string, userId: string, generation: number): Promise<Opened> {
    const refreshToken = `${key}.${generation}.${this.macOf(key, generation)}`;
    const { token } = await this.deps.tokens.sign({ userId, sessionId: key, lifeMs: TOKEN_LIFE_MS, shared: true });
    return { key, refreshToken, token, expiresIn: TOKEN_LIFE_MS / 1_000 };
  }
}

/** Waits for what took effect already to be in the file. @throws HttpFault where it is not: it might come back */
export async function written<T>(doing: Promise<T>): Promise<T> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof HttpFault) throw error;
    throw new HttpFault('desk_away', 'done, but not yet in the file: the desk does not answer; it is tried again');
  }
}
