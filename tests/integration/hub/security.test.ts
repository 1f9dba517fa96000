import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpAt } from '../../../engine/adapters/web/totp.ts';
import type { AuditPage, DeviceEntry, Exposure } from '../../../engine/wire/index.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

const PASSWORD = 'correct horse 7';

interface Login {
  readonly userId: string;
  readonly token: string;
}
interface Factors {
  readonly totp: boolean;
  readonly recovery: { readonly left: number; readonly of: number } | null;
  readonly trustedUntil: string;
}

describe('second factors, ending others, and exposure', () => {
  let rig: HubRig;
  const get = <T>(path: string, token?: string) => call<T>(rig.url, path, { token });
  const post = <T = Record<string, unknown>>(path: string, body?: unknown, token?: string) =>
    call<T>(rig.url, path, { method: 'POST', token, ...(body === undefined ? {} : { body }) });
  const add = (userName: string, role: string) =>
    post('/api/users', { userName, role, password: PASSWORD }, OWNER_TOKEN);
  const logIn = (userName: string, more: object = {}) =>
    post<Login>('/api/auth/login', { userName, password: PASSWORD, ...more });

  /** A user with TOTP and recovery codes. */
  async function guarded(userName: string): Promise<{ token: string; seed: string; codes: string[]; step: number }> {
    await add(userName, 'viewer');
    const { token } = (await logIn(userName)).body;
    const seed = (await post<{ secret: string }>('/api/auth/totp', { password: PASSWORD }, token)).body.secret;
    const step = Math.floor(Date.now() / 30_000);
    await post('/api/auth/totp/confirm', { code: totpAt(seed, step) }, token);
    const made = await post<{ codes: string[] }>(
      '/api/auth/recovery',
      { password: PASSWORD, totp: totpAt(seed, step + 1) },
      token,
    );
    expect(made.status).toBe(200);
    return { token, seed, codes: made.body.codes, step };
  }

  beforeAll(async () => {
    rig = await startHub();
  });
  afterAll(() => rig.close());

  it('tells what asks, and what proves a user', async () => {
    await add('Ida', 'viewer');
    const { token } = (await logIn('Ida')).body;
    expect((await get('/api/auth/me', token)).body).toMatchObject({ userName: 'Ida', kind: 'user' });
    expect((await get('/api/auth/me', OWNER_TOKEN)).body).toMatchObject({ kind: 'owner' });
    const { body } = await get<Factors>('/api/auth/factors', token);
    expect(body).toMatchObject({ totp: false, recovery: null });
    expect(Date.parse(body.trustedUntil)).toBeGreaterThan(Date.now());
    expect((await get('/api/auth/factors', OWNER_TOKEN)).body).toBeNull();
  });

  it('makes recovery codes for who has TOTP alone, and keeps only their hashes', async () => {
    await add('Nora', 'viewer');
    const { token } = (await logIn('Nora')).body;
    expect((await post('/api/auth/recovery', { password: PASSWORD }, token)).status).toBe(409);
    expect((await post('/api/auth/recovery', { password: 'wrong password' }, token)).status).toBe(401);
    const { codes } = await guarded('Rita');
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
    const file = [...rig.rows.values()].join('\n');
    for (const code of codes) for (const part of [code, code.replaceAll('-', '')]) expect(file).not.toContain(part);
  });

  it('lets each recovery code in once, however it is typed, and no used or foreign one', async () => {
    const { codes, token } = await guarded('Rolf');
    const other = await guarded('Rosa');
    const [first = '', second = ''] = codes;
    expect((await logIn('Rolf')).status).toBe(401);
    expect((await logIn('Rolf', { recovery: other.codes[0] })).status).toBe(401);
    expect((await logIn('Rolf', { recovery: ` ${first.toLowerCase().replaceAll('-', ' ')} ` })).status).toBe(200);
    expect((await logIn('Rolf', { recovery: first })).status).toBe(401);
    expect((await get<Factors>('/api/auth/factors', token)).body.recovery).toMatchObject({ left: 9, of: 10 });
    // Two at once: one is in.
    const both = await Promise.all([logIn('Rolf', { recovery: second }), logIn('Rolf', { recovery: second })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  it('voids the codes before with new ones, and ends TOTP by a recovery code', async () => {
    const { codes, token } = await guarded('Rudi');
    const again = await post<{ codes: string[] }>(
      '/api/auth/recovery',
      { password: PASSWORD, recovery: codes[0] },
      token,
    );
    expect(again.status).toBe(200);
    expect((await logIn('Rudi', { recovery: codes[1] })).status).toBe(401);
    expect(
      (await post('/api/auth/totp/end', { password: PASSWORD, recovery: again.body.codes[0] }, token)).status,
    ).toBe(200);
    expect((await logIn('Rudi')).status).toBe(200);
  });

  it('makes a user who lost everything one with a password alone, by the owner alone', async () => {
    const { codes, token } = await guarded('Ruth');
    const path = '/api/users/Ruth/factors';
    expect((await call(rig.url, path, { method: 'DELETE', token })).status).toBe(403);
    expect((await call(rig.url, path, { method: 'DELETE', token: OWNER_TOKEN })).status).toBe(200);
    expect((await get('/api/auth/me', token)).status).toBe(401);
    const { status, body } = await logIn('Ruth');
    expect(status).toBe(200);
    expect((await get<Factors>('/api/auth/factors', body.token)).body).toMatchObject({ totp: false, recovery: null });
    expect([...rig.rows.keys()].filter((key) => key === `recovery/${body.userId}`)).toEqual([]);
    expect(codes).toHaveLength(10);
  });

  it('ends all other sessions of who asks, and everybody’s for the owner alone', async () => {
    await add('Olga', 'trader');
    await add('Paul', 'viewer');
    const [mine, second] = [(await logIn('Olga')).body, (await logIn('Olga')).body];
    const paul = (await logIn('Paul')).body;
    const listed = await get<DeviceEntry[]>('/api/devices', mine.token);
    expect(listed.body.map(({ userName, isThis }) => [userName, isThis])).toEqual([
      ['Olga', true],
      ['Olga', false],
    ]);
    expect((await post('/api/devices/end-others', { whose: 'all' }, mine.token)).status).toBe(403);
    expect((await post('/api/devices/end-others', {}, mine.token)).body).toEqual({ ended: 1 });
    expect((await get('/api/auth/me', mine.token)).status).toBe(200);
    expect((await get('/api/auth/me', second.token)).status).toBe(401);
    expect((await get('/api/auth/me', paul.token)).status).toBe(200);
    expect((await post('/api/devices/end-others', { whose: 'all' }, OWNER_TOKEN)).status).toBe(200);
    for (const { token } of [mine, paul]) expect((await get('/api/auth/me', token)).status).toBe(401);
  });

  it('tells the owner alone which doors are open', async () => {
    const { token } = await guarded('Elsa');
    expect((await get('/api/exposure', token)).status).toBe(403);
    const { body } = await get<Exposure>('/api/exposure', OWNER_TOKEN);
    expect(body).toMatchObject({ isExposed: false, certificate: null, mode: 'SIM', remoteCommands: false });
    expect(body.doors).toEqual([{ server: 'hub', url: rig.url, isExposed: false }]);
    const exposed = await startHub({ listen: '127.0.0.2' });
    const told = (await call<Exposure>(exposed.url, '/api/exposure', { token: OWNER_TOKEN })).body;
    expect(told.doors).toContainEqual({ server: 'hub', url: `https://127.0.0.2:${exposed.port}`, isExposed: true });
    expect(told.certificate).toMatchObject({ selfMade: true });
    expect(told.certificate?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(Date.parse(told.certificate?.expires ?? '')).toBeGreaterThan(Date.now() + 300 * 86_400_000);
    await exposed.close();
  });

  it('stands in the audit log', async () => {
    const { body } = await get<AuditPage>('/api/audit?limit=500', OWNER_TOKEN);
    expect(body.rows.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['recovery-codes', 'end-others', 'password-only']),
    );
  });
});
