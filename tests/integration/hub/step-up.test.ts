import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpAt } from '../../../engine/adapters/web/totp.ts';
import { HUB_SENDS, type DeviceEntry } from '../../../engine/wire/index.ts';
import type { Clock } from '../../../engine/ports/clock.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, call, wallClock } from '../../support/wire/symbol-rig.ts';

const PASSWORD = 'correct horse 7';
const MINUTE_MS = 60_000;
/** What only an owner may change, and what it takes. */
const OWNERS: readonly (readonly [string, string, unknown])[] = [
  ['POST', '/api/users', { userName: 'Eve', role: 'owner', password: PASSWORD }],
  ['PUT', '/api/users/Vera', { role: 'owner' }],
  ['DELETE', '/api/users/Nobody', undefined],
  ['POST', '/api/devices/pairing', { name: 'tablet', role: 'owner' }],
  ['POST', '/api/devices/nothing/confirm', {}],
  ['PUT', '/api/settings', { remoteCommands: true }],
  ['POST', '/api/auth/link', {}],
];

/** Wall time that can be put forward. */
function shifted(): Clock & { ahead: number } {
  const clock = { ...wallClock, ahead: 0, now: (): number => wallClock.now() + clock.ahead };
  return clock;
}

describe('who may open doors for others', () => {
  const clock = shifted();
  let rig: HubRig;
  const post = <T = Record<string, unknown>>(path: string, body?: unknown, token?: string) =>
    call<T>(rig.url, path, { method: 'POST', token, body });
  const statuses = async (token: string): Promise<readonly string[]> => {
    const codes: string[] = [];
    for (const [method, path, body] of OWNERS) {
      const answer = await call<{ error?: { code: string } }>(rig.url, path, { method, token, body });
      codes.push(answer.body.error?.code ?? 'ok');
    }
    return codes;
  };
  const refused = OWNERS.map(() => 'reauthenticate');
  const logIn = async (userName: string): Promise<string> =>
    (await post<{ token: string }>('/api/auth/login', { userName, password: PASSWORD })).body.token;

  beforeAll(async () => {
    rig = await startHub({ clock });
    for (const [userName, role] of [
      ['Otto', 'owner'],
      ['Vera', 'viewer'],
    ])
      await post('/api/users', { userName, role, password: PASSWORD }, OWNER_TOKEN);
  });
  afterAll(() => rig.close());

  it("wants of an owner's log-in a password of the last ten minutes, and takes one that is typed again", async () => {
    const otto = await logIn('Otto');
    expect((await post('/api/auth/link', {}, otto)).status).toBe(200);
    clock.ahead += 11 * MINUTE_MS;
    expect(await statuses(otto)).toEqual(refused);
    // What it may do with its own things, and to take risk away, is not concerned.
    expect((await post('/api/flatten', {}, otto)).status).toBe(200);
    expect((await post('/api/start', {}, otto)).status).toBe(200);
    expect((await call(rig.url, '/api/users', { token: otto })).status).toBe(200);
    expect((await post('/api/auth/reauthenticate', { password: 'not right at all' }, otto)).status).toBe(401);
    expect((await post('/api/auth/link', {}, otto)).status).toBe(401);
    expect((await post('/api/auth/reauthenticate', { password: PASSWORD }, otto)).status).toBe(200);
    expect((await post('/api/auth/link', {}, otto)).status).toBe(200);
  });

  it("wants of an owner's device the password of an owner among the users, and only that", async () => {
    const { token } = await pairDevice(rig.url, { name: 'owner phone', role: 'owner' });
    expect(await statuses(token)).toEqual(refused);
    const again = (body: Record<string, string>) => post('/api/auth/reauthenticate', body, token);
    expect((await again({ password: PASSWORD })).status).toBe(409);
    expect((await again({ userName: 'Vera', password: PASSWORD })).status).toBe(403);
    expect((await again({ userName: 'Otto', password: 'not right at all' })).status).toBe(401);
    expect((await post('/api/auth/link', {}, token)).status).toBe(401);
    expect((await again({ userName: 'Otto', password: PASSWORD })).status).toBe(200);
    expect((await post('/api/auth/link', {}, token)).status).toBe(200);
    clock.ahead += 11 * MINUTE_MS;
    expect((await post('/api/auth/link', {}, token)).status).toBe(401);
  });

  it('wants the code too where that owner has one', async () => {
    await post('/api/users', { userName: 'Toto', role: 'owner', password: PASSWORD.toUpperCase() }, OWNER_TOKEN);
    const toto = { userName: 'Toto', password: PASSWORD.toUpperCase() };
    const { body } = await post<{ token: string }>('/api/auth/login', toto);
    const begun = await post<{ secret: string }>('/api/auth/totp', toto, body.token);
    const step = Math.floor(clock.now() / 30_000);
    const code = totpAt(begun.body.secret, step);
    expect((await post('/api/auth/totp/confirm', { code }, body.token)).status).toBe(200);
    const { token } = await pairDevice(rig.url, { name: 'second phone', role: 'owner' });
    expect((await post('/api/auth/reauthenticate', toto, token)).status).toBe(401);
    const totp = totpAt(begun.body.secret, step + 1);
    expect((await post('/api/auth/reauthenticate', { ...toto, totp }, token)).status).toBe(200);
  });

  it("asks nothing of the owner's token and own page on this machine", async () => {
    const { body } = await post<{ url: string }>('/api/auth/link', {}, OWNER_TOKEN);
    const code = body.url.split('#open=')[1];
    const page = (await post<{ token: string }>('/api/auth/redeem', { code })).body.token;
    clock.ahead += 11 * 60 * MINUTE_MS;
    expect((await post('/api/auth/link', {}, page)).status).toBe(200);
    expect((await call(rig.url, '/api/settings', { method: 'PUT', token: page, body: {} })).status).toBe(200);
    expect((await post('/api/auth/link', {}, OWNER_TOKEN)).status).toBe(200);
  });

  it('lets a paired device do nothing but wait until the owner has confirmed it', async () => {
    const { body: pairing } = await post<{ code: string }>(
      '/api/devices/pairing',
      { name: 'new phone', role: 'owner' },
      OWNER_TOKEN,
    );
    const paired = await call<{ token: string; deviceId: string }>(rig.url, '/api/pair', {
      method: 'POST',
      body: { code: pairing.code },
      headers: { 'user-agent': 'Phone Browser 7' },
    });
    const { token, deviceId } = paired.body;
    const standing = () => call(rig.url, '/api/pair', { token });
    const entry = async (): Promise<DeviceEntry | undefined> => {
      const list = await call<DeviceEntry[]>(rig.url, '/api/devices', { token: OWNER_TOKEN });
      return list.body.find(({ id }) => id === deviceId);
    };
    expect((await standing()).body).toEqual({ state: 'waiting', name: 'new phone', role: 'owner' });
    for (const path of ['/api/account', '/api/auth/me', '/api/devices', '/api/notifications'])
      expect([path, (await call(rig.url, path, { token })).status]).toEqual([path, 401]);
    for (const path of ['/api/flatten', '/api/stop', '/api/auth/link', '/api/auth/reauthenticate', '/api/auth/logout'])
      expect([path, (await post(path, {}, token)).status]).toEqual([path, 401]);
    expect((await post(`/api/devices/${deviceId}/confirm`, {}, token)).status).toBe(401);
    const socket = new StrictClient(rig.url, HUB_SENDS, { auth: { token } });
    await expect(socket.connected()).rejects.toThrow(/^Authentication required/);
    socket.close();
    expect(await entry()).toMatchObject({ pending: true, address: '127.0.0.1', browser: 'Phone Browser 7' });
    const vera = await logIn('Vera');
    expect((await post(`/api/devices/${deviceId}/confirm`, {}, vera)).status).toBe(403);
    expect((await post(`/api/devices/${deviceId}/confirm`, {}, OWNER_TOKEN)).status).toBe(200);
    expect((await post(`/api/devices/${deviceId}/confirm`, {}, OWNER_TOKEN)).status).toBe(404);
    expect((await standing()).body).toMatchObject({ state: 'confirmed' });
    expect(await entry()).toMatchObject({ pending: false });
    expect((await call(rig.url, '/api/account', { token })).status).toBe(200);
    rig.audit.flush();
    expect(rig.audit.rows).toContainEqual(
      expect.objectContaining({ what: 'confirm-device', actor: 'owner', scope: 'new phone (owner) from 127.0.0.1' }),
    );
  });

  it('forgets a device that was not confirmed in time, and one that was refused', async () => {
    const wait = async (): Promise<{ token: string; deviceId: string }> => {
      const { body } = await post<{ code: string }>('/api/devices/pairing', { name: 'x', role: 'viewer' }, OWNER_TOKEN);
      return (await post<{ token: string; deviceId: string }>('/api/pair', { code: body.code })).body;
    };
    const [late, refusedOne] = [await wait(), await wait()];
    const end = { method: 'DELETE', token: OWNER_TOKEN };
    expect((await call(rig.url, `/api/devices/${refusedOne.deviceId}`, end)).status).toBe(200);
    expect((await call(rig.url, '/api/pair', { token: refusedOne.token })).status).toBe(401);
    clock.ahead += 11 * MINUTE_MS;
    expect((await post(`/api/devices/${late.deviceId}/confirm`, {}, OWNER_TOKEN)).status).toBe(404);
    expect((await call(rig.url, '/api/pair', { token: late.token })).status).toBe(401);
  });
});
