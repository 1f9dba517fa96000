import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { hashPassword, passwordFault, verifyPassword } from '../../adapters/web/password.ts';
import { makeSeed, totpStep, totpUri } from '../../adapters/web/totp.ts';
import { type UserRow, userKey, userNameFault } from '../../adapters/web/user-row.ts';
import type { Proof, Role } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';
import type { LoginGuard } from './login-guard.ts';
import type { Recovery } from './recovery.ts';
import type { SecretBox } from './secret-box.ts';

/** scrypt runs that may be under way or waiting: a flood of log-ins is refused, not queued. */
const MOST_AT_ONCE = 8;
/** Verified where there is no such user, so that the answer takes as long. */
const NOBODY = 'scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export interface PeopleDeps {
  readonly rows: HubRows<UserRow>;
  readonly secrets: SecretBox;
  readonly recovery: Recovery;
  readonly guard: LoginGuard;
  readonly clock: Clock;
}

/** The users: adding, removing, passwords, TOTP, and who a name with a password is. */
export class People {
  private readonly deps: PeopleDeps;
  private checking = 0;
  private readonly usedSteps = new Map<string, number>();
  private readonly wishes = new Map<string, string>();

  constructor(deps: PeopleDeps) {
    this.deps = deps;
  }

  list(): readonly UserRow[] {
    return [...this.deps.rows.values()].toSorted((a, b) => (a.userName < b.userName ? -1 : 1));
  }

  find(userId: string): UserRow | undefined {
    return [...this.deps.rows.values()].find((user) => user.userId === userId);
  }

  async add(userName: string, role: Role, password: string): Promise<UserRow> {
    const fault = userNameFault(userName) ?? passwordFault(password, userName);
    if (fault !== undefined) throw new HttpFault('bad_request', fault);
    const key = userKey(userName);
    if (this.deps.rows.get(key) !== undefined) throw new HttpFault('conflict', `there is a user "${userName}" already`);
    const user: UserRow = {
      userId: `user-${randomUUID()}`,
      userName: userName.trim(),
      role,
      password: await hashPassword(password),
      createdMs: this.deps.clock.now(),
      totp: false,
    };
    await this.deps.rows.put(key, user);
    return user;
  }

  async change(
    userName: string,
    change: { readonly role?: Role | undefined; readonly password?: string | undefined },
  ): Promise<UserRow> {
    const user = this.named(userName);
    const fault = change.password === undefined ? undefined : passwordFault(change.password, user.userName);
    if (fault !== undefined) throw new HttpFault('bad_request', fault);
    const next: UserRow = {
      ...user,
      role: change.role ?? user.role,
      password: change.password === undefined ? user.password : await hashPassword(change.password),
    };
    await this.deps.rows.put(userKey(userName), next);
    return next;
  }

  async remove(userName: string): Promise<UserRow> {
    const user = this.named(userName);
    await this.deps.rows.remove(userKey(userName));
    if (user.totp) this.deps.secrets.setSeed(user.userId, undefined);
    await this.deps.recovery.drop(user.userId);
    return user;
  }

  /** The user, or a refusal that does not say which of name, password and code was wrong. */
  async logIn(given: Proof & { readonly userName: string }, address: string): Promise<UserRow> {
    const { guard, rows, clock } = this.deps;
    // Of this machine itself no address is locked: that would lock everybody on it.
    const keys = [`name ${userKey(given.userName)}`, ...(isLoopback(address) ? [] : [`address ${address}`])];
    const waitMs = guard.waitMs(keys);
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1_000);
      throw new HttpFault('rate_limited', `Rate limit: too many failed log-ins; wait ${seconds} s`, {
        retryAfterS: seconds,
      });
    }
    if (this.checking >= MOST_AT_ONCE)
      throw new HttpFault('rate_limited', 'Rate limit: too many log-ins at once; try again');
    this.checking += 1;
    try {
      const user = rows.get(userKey(given.userName));
      const right = await verifyPassword(given.password, user?.password ?? NOBODY);
      if (user !== undefined && right && (await this.codeIsRight(user, given, clock.now()))) {
        guard.succeeded(keys);
        return user;
      }
    } finally {
      this.checking -= 1;
    }
    guard.failed(keys);
    throw new HttpFault('unauthorized', 'Authentication required: name, password or code is not right');
  }

  /** Begins TOTP: the seed counts when a code of it was shown. */
  wishTotp(user: UserRow): { readonly secret: string; readonly uri: string } {
    const secret = makeSeed();
    this.wishes.set(user.userId, secret);
    return { secret, uri: totpUri(secret, user.userName) };
  }

  async confirmTotp(user: UserRow, code: string): Promise<void> {
    const seed = this.wishes.get(user.userId);
    const step = seed === undefined ? undefined : totpStep(seed, code, this.deps.clock.now(), 0);
    if (seed === undefined || step === undefined) throw new HttpFault('bad_request', 'this code is not right');
    this.wishes.delete(user.userId);
    this.usedSteps.set(user.userId, step);
    this.deps.secrets.setSeed(user.userId, seed);
    await this.deps.rows.put(userKey(user.userName), { ...user, totp: true });
  }

  async dropTotp(user: UserRow): Promise<void> {
    await this.deps.rows.put(userKey(user.userName), { ...user, totp: false });
    this.deps.secrets.setSeed(user.userId, undefined);
  }

  /** By the owner, for one who lost what a code is made of. */
  async passwordOnly(userName: string): Promise<UserRow> {
    const user = this.named(userName);
    await this.dropTotp(user);
    await this.deps.recovery.drop(user.userId);
    return user;
  }

  private named(userName: string): UserRow {
    const user = this.deps.rows.get(userKey(userName));
    if (user === undefined) throw new HttpFault('not_found', `there is no user "${userName}"`);
    return user;
  }

  private async codeIsRight(user: UserRow, { totp: code, recovery }: Proof, nowMs: number): Promise<boolean> {
    if (!user.totp) return true;
    if (recovery !== undefined) return this.deps.recovery.take(user.userId, recovery);
    const seed = this.deps.secrets.seedOf(user.userId);
    if (seed === undefined || code === undefined) return false;
    const step = totpStep(seed, code, nowMs, this.usedSteps.get(user.userId) ?? 0);
    if (step === undefined) return false;
    this.usedSteps.set(user.userId, step);
    return true;
  }
}
