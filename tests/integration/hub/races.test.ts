import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { scrypt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../engine/ports/clock.ts';
import { totpAt } from '../../../engine/adapters/web/totp.ts';
import { seeded } from '../../support/random.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { type Answer, OWNER_TOKEN, call, wallClock } from '../../support/wire/symbol-rig.ts';

/** Hashes that take a millisecond or two instead of a quarter of a second: there are many of them. */
vi.mock('../../../engine/adapters/web/password.ts', async (original) => {
  const quick = (password: string): Promise<string> =>
    new Promise((resolve, reject) => {
      scrypt(password, 'salt', 32, { N: 1_024 }, (error, key) =>
        error === null ? resolve(`quick$${key.toString('base64url')}`) : reject(error),
      );
    });
  return {
    ...(await original<object>()),
    hashPassword: quick,
    verifyPassword: async (password: string, stored: string) => ({ isRight: (await quick(password)) === stored }),
  };
});

const TIMES = 200;
const PASSWORD = 'correct horse 7';
const OTHER = 'correct horse 8';

let aheadMs = 0;
/** Time goes on from one race to the next, so that no limit of log-ins is met. */
const clock: Clock = {
  now: () => wallClock.now() + aheadMs,
  monotonicMs: () => wallClock.monotonicMs() + aheadMs,
  after: (ms, callback) => wallClock.after(ms, callback),
};
const random = seeded(20_261_129);
let rig: HubRig;
beforeAll(async () => {
  rig = await startHub({ clock });
});
afterAll(() => rig.close());

interface Login {
  readonly token: string;
  readonly refreshToken: string;
}
interface User {
  readonly userName: string;
  readonly role: string;
  readonly totp: boolean;
}
const send = <T = Record<string, unknown>>(method: string, path: string, token?: string, body?: unknown) =>
  call<T>(rig.url, path, { method, token, ...(body === undefined ? {} : { body }) });
const add = (userName: string) =>
  send('POST', '/api/users', OWNER_TOKEN, { userName, role: 'trader', password: PASSWORD });
const remove = (userName: string) => send('DELETE', `/api/users/${userName}`, OWNER_TOKEN);
const demote = (userName: string) => send('PUT', `/api/users/${userName}`, OWNER_TOKEN, { role: 'viewer' });
const logIn = (userName: string, password = PASSWORD, totp?: string) =>
  send<Login>('POST', '/api/auth/login', undefined, { userName, password, ...(totp === undefined ? {} : { totp }) });
const listed = async (userName: string): Promise<User | undefined> =>
  (await send<User[]>('GET', '/api/users', OWNER_TOKEN)).body.find((user) => user.userName === userName);
const inFile = (userName: string): boolean => rig.rows.has(`users/${userName}`);

/** The second call comes somewhere in the course of the first. */
async function race<A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const waitMs = random() * 8;
  return Promise.all([first(), delay(waitMs).then(second)]);
}
/** `one` plays a race with a user of its own; how often each pair of answers came is told. */
async function races(one: (userName: string) => Promise<readonly Answer<unknown>[]>): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let n = 0; n < TIMES; n += 1) {
    aheadMs += 61_000;
    const userName = `u${n}-${Math.floor(random() * 1e9)}`;
    expect((await add(userName)).status).toBe(200);
    const answers = (await one(userName)).map(({ status }) => status).join('+');
    seen[answers] = (seen[answers] ?? 0) + 1;
    await remove(userName);
  }
  return seen;
}

describe(`played ${TIMES} times each`, { timeout: 300_000 }, () => {
  it('log-in and removal: nobody is left who can do anything', async () => {
    const seen = await races(async (userName) => {
      const [login, removed] = await race(
        () => logIn(userName),
        () => remove(userName),
      );
      expect(removed.status).toBe(200);
      expect([await listed(userName), inFile(userName)]).toEqual([undefined, false]);
      expect([...rig.rows.keys()].filter((key) => key.startsWith('sessions/'))).toEqual([]);
      if (login.status === 200) {
        expect((await send('GET', '/api/auth/me', login.body.token)).status).toBe(401);
        const { refreshToken } = login.body;
        expect((await send('POST', '/api/auth/refresh', undefined, { refreshToken })).status).toBe(401);
      }
      return [login, removed];
    });
    expect(Object.keys(seen)).toContain('401+200');
  });

  it('change of password and removal: who was removed does not come back', async () => {
    await races(async (userName) => {
      const { token } = (await logIn(userName)).body;
      const change = () => send('POST', '/api/auth/password', token, { password: PASSWORD, newPassword: OTHER });
      const [changed, removed] = await race(change, () => remove(userName));
      expect(removed.status).toBe(200);
      expect([await listed(userName), inFile(userName)]).toEqual([undefined, false]);
      expect((await send('GET', '/api/auth/me', token)).status).toBe(401);
      return [changed, removed];
    });
  });

  it('change of password and change of role: both stay, or the password is refused', async () => {
    await races(async (userName) => {
      const { token } = (await logIn(userName)).body;
      const change = () => send('POST', '/api/auth/password', token, { password: PASSWORD, newPassword: OTHER });
      const [changed, demoted] = await race(change, () => demote(userName));
      expect(demoted.status).toBe(200);
      expect((await listed(userName))?.role).toBe('viewer');
      aheadMs += 61_000;
      const again = await logIn(userName, changed.status === 200 ? OTHER : PASSWORD);
      expect([again.status, (again.body as unknown as User).role]).toEqual([200, 'viewer']);
      return [changed, demoted];
    });
  });

  it('the end of TOTP and removal or change of role: what the owner did stays', async () => {
    await races(async (userName) => {
      const { token } = (await logIn(userName)).body;
      const begun = await send<{ secret: string }>('POST', '/api/auth/totp', token, { password: PASSWORD });
      const codeOf = (later: number): string => totpAt(begun.body.secret, Math.floor(clock.now() / 30_000) + later);
      await send('POST', '/api/auth/totp/confirm', token, { code: codeOf(-1) });
      const end = () => send('POST', '/api/auth/totp/end', token, { password: PASSWORD, totp: codeOf(0) });
      const isRemoval = random() < 0.5;
      const [ended, done] = await race(end, () => (isRemoval ? remove(userName) : demote(userName)));
      expect(done.status).toBe(200);
      const user = await listed(userName);
      if (isRemoval) expect([user, inFile(userName)]).toEqual([undefined, false]);
      else expect([user?.role, user?.totp]).toEqual(['viewer', ended.status !== 200]);
      return [ended, done];
    });
  });

  it('log-in and change of role: nobody is left who may do more than the role allows', async () => {
    await races(async (userName) => {
      const [login, demoted] = await race(
        () => logIn(userName),
        () => demote(userName),
      );
      expect(demoted.status).toBe(200);
      if (login.status === 200) {
        expect([401, 403]).toContain((await send('POST', '/api/start', login.body.token)).status);
      }
      return [login, demoted];
    });
  });

  it('refresh and removal: no session outlives its user', async () => {
    await races(async (userName) => {
      const { refreshToken } = (await logIn(userName)).body;
      const refresh = () => send<Login>('POST', '/api/auth/refresh', undefined, { refreshToken });
      const [refreshed, removed] = await race(refresh, () => remove(userName));
      expect([removed.status, inFile(userName)]).toEqual([200, false]);
      if (refreshed.status === 200) expect((await send('GET', '/api/auth/me', refreshed.body.token)).status).toBe(401);
      return [refreshed, removed];
    });
  });

  it('the same name added twice: one of the two is there', async () => {
    await races(async (userName) => {
      const name = `${userName}b`;
      const both = await race(
        () => add(name),
        () => add(name),
      );
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      await remove(name);
      return both;
    });
  });
});
