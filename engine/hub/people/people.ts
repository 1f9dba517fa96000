import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { hashPassword, NOBODYS_HASH, passwordFault, verifyPassword } from '../../adapters/web/password.ts';
import { makeSeed, totpStep, totpUri } from '../../adapters/web/totp.ts';
import { type UserRow, userKey, userNameFault } from '../../adapters/web/user-row.ts';
import type { Proof, Role } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';
import type { LoginGuard } from './login-guard.ts';
import type { Recovery } from './recovery.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Log-ins whose password may wait or be looked at. Of the places that all passwords share (`password.ts`) a flood of
 * log-ins leaves the others to those who are in and prove themselves again.
 */
const MOST_AT_ONCE = 4;

export interface PeopleDeps {
  readonly rows: HubRows<UserRow>;
  readonly secrets: SecretBox;
  readonly recovery: Recovery;
  readonly guard: LoginGuard;
  readonly clock: Clock;
}

function guardKey(userName: string): string {
  return `name ${userKey(userName)}`;
}

/** The users: adding, removing, passwords, TOTP, and who a name with a password is. */
export class People {
  private readonly deps: PeopleDeps;
  private checking = 0;
  private readonly wishes = new Map<string, string>();

  constructor(deps: PeopleDeps) {
    this.deps = deps;
    for (const { userName, failed } of deps.rows.values())
      if (failed !== undefined) deps.guard.restore(guardKey(userName), failed);
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
      version: 0,
      usedStep: 0,
    };
    // Somebody else may have had the name while the password was made a hash.
    if (this.deps.rows.get(key) !== undefined) throw new HttpFault('conflict', `there is a user "${userName}" already`);
    await this.deps.rows.put(key, user);
    return user;
  }

  /** By the owner. `first`: done together with the change, before anything is waited for. */
  async change(
    userName: string,
    change: { readonly role?: Role | undefined; readonly password?: string | undefined },
    first: (user: UserRow) => Promise<void>,
  ): Promise<UserRow> {
    const { userId } = this.named(userName);
    const password = change.password === undefined ? undefined : await newHash(change.password, userName);
    return this.changed(
      userName,
      (row) => row.userId === userId,
      (row) => ({ ...row, role: change.role ?? row.role, password: password ?? row.password }),
      first,
    );
  }

  /** By the user, who was just proven to be `proven`. */
  async changeOwnPassword(proven: UserRow, wanted: string, first: (user: UserRow) => Promise<void>): Promise<void> {
    const password = await newHash(wanted, proven.userName);
    await this.changed(proven.userName, sameAs(proven), (row) => ({ ...row, password }), first);
  }

  /** `first`: done together with the removal, before anything is waited for. */
  async remove(userName: string, first: (user: UserRow) => Promise<void>): Promise<UserRow> {
    const user = this.named(userName);
    const removing = this.deps.rows.remove(userKey(userName));
    const others = first(user);
    if (user.totp) this.deps.secrets.setSeed(user.userId, undefined);
    await Promise.all([removing, others, this.deps.recovery.drop(user.userId)]);
    return user;
  }

  /** False when this user was removed or changed since the row was read. */
  isPresent(user: UserRow): boolean {
    const row = this.deps.rows.get(userKey(user.userName));
    return row !== undefined && sameAs(user)(row);
  }

  /**
   * The user, or a refusal that does not say which of name, password and code was wrong. Who was removed or changed while
   * the password was looked at does not get in.
   */
  async logIn(given: Proof & { readonly userName: string }, address: string): Promise<UserRow> {
    const { guard, rows, clock } = this.deps;
    // Of this machine itself no address is locked: that would lock everybody on it.
    const keys = [guardKey(given.userName), ...(isLoopback(address) ? [] : [`address ${address}`])];
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
      const { isRight, renewed } = await verifyPassword(given.password, user?.password ?? NOBODYS_HASH);
      const isUser = user !== undefined && isRight && this.isPresent(user);
      if (isUser && (await this.takeCode(user, given, clock.now())) && this.isPresent(user)) {
        guard.succeeded(keys);
        this.keepFailures(given.userName);
        if (renewed !== undefined) this.renewHash(user, renewed);
        return user;
      }
    } finally {
      this.checking -= 1;
    }
    guard.failed(keys);
    this.keepFailures(given.userName);
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
    await this.changed(
      user.userName,
      sameAs(user),
      (row) => ({ ...row, totp: true, usedStep: step }),
      async () => this.deps.secrets.setSeed(user.userId, seed),
    );
  }

  /** By the user, who was just proven to be `proven`. */
  async dropTotp(proven: UserRow): Promise<void> {
    await this.changed(
      proven.userName,
      sameAs(proven),
      (row) => ({ ...row, totp: false }),
      async () => this.deps.secrets.setSeed(proven.userId, undefined),
    );
  }

  /** By the owner, for one who lost what a code is made of. `first`: as with a change. */
  async passwordOnly(userName: string, first: (user: UserRow) => Promise<void>): Promise<UserRow> {
    const { userId } = this.named(userName);
    return this.changed(
      userName,
      (row) => row.userId === userId,
      (row) => ({ ...row, totp: false }),
      async (user) => {
        this.deps.secrets.setSeed(userId, undefined);
        await Promise.all([this.deps.recovery.drop(userId), first(user)]);
      },
    );
  }

  private named(userName: string): UserRow {
    const user = this.deps.rows.get(userKey(userName));
    if (user === undefined) throw new HttpFault('not_found', `there is no user "${userName}"`);
    return user;
  }

  /** A new row of the one that stands now, where it is still the one that was meant. */
  private async changed(
    userName: string,
    isMeant: (row: UserRow) => boolean,
    change: (row: UserRow) => UserRow,
    first: (user: UserRow) => Promise<void>,
  ): Promise<UserRow> {
    let done: UserRow | undefined;
    const changing = this.deps.rows.update(userKey(userName), (row) => {
      if (isMeant(row)) done = { ...change(row), version: row.version + 1 };
      return done;
    });
    if (done === undefined) throw new HttpFault('conflict', `"${userName}" was changed or removed meanwhile`);
    await Promise.all([changing, first(done)]);
    return done;
  }

  /** True when the code is right, or none is needed; it is used up then, also for a hub that is started again. */
  private async takeCode(user: UserRow, { totp: code, recovery }: Proof, nowMs: number): Promise<boolean> {
    if (!user.totp) return true;
    if (recovery !== undefined) return this.deps.recovery.take(user.userId, recovery);
    const seed = this.deps.secrets.seedOf(user.userId);
    const usedStep = this.deps.rows.get(userKey(user.userName))?.usedStep ?? 0;
    const step = seed === undefined || code === undefined ? undefined : totpStep(seed, code, nowMs, usedStep);
    if (step === undefined) return false;
    this.deps.rows.updateSoon(userKey(user.userName), (row) => ({ ...row, usedStep: step }));
    return true;
  }

  /** The same password, at today's cost; not over one that was set meanwhile. */
  private renewHash(user: UserRow, password: string): void {
    this.deps.rows.updateSoon(userKey(user.userName), (row) =>
      row.password === user.password ? { ...row, password } : undefined,
    );
  }

  private keepFailures(userName: string): void {
    const failed = this.deps.guard.of(guardKey(userName));
    this.deps.rows.updateSoon(userKey(userName), ({ failed: before, ...row }) => {
      if (failed === undefined && before === undefined) return undefined;
      return failed === undefined ? row : { ...row, failed };
    });
  }
}

function sameAs(user: UserRow): (row: UserRow) => boolean {
  return (row) => row.userId === user.userId && row.version === user.version;
}

/** @throws HttpFault where it is no good password */
async function newHash(password: string, userName: string): Promise<string> {
  const fault = passwordFault(password, userName);
  if (fault !== undefined) throw new HttpFault('bad_request', fault);
  return hashPassword(password);
}
