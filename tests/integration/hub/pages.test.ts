import { afterEach, describe, expect, it } from 'vitest';
import { HUB_SENDS } from '../../../engine/wire/index.ts';
import type { DeviceEntry, Role } from '../../../engine/wire/index.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { pairDevice, type PairedDevice } from '../../support/wire/pair-device.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

let rig: HubRig;
const post = <T = Record<string, unknown>>(path: string, token?: string, body?: unknown) =>
  call<T>(rig.url, path, { method: 'POST', token, ...(body === undefined ? {} : { body }) });
/** A page that somebody opens with a one-time link. */
const openPage = (by: string | PageClient = OWNER_TOKEN): Promise<PageClient> => PageClient.opened(rig.url, by);
const me = async (who: string | PageClient): Promise<number> =>
  (typeof who === 'string' ? await call(rig.url, '/api/auth/me', { token: who }) : await who.call('/api/auth/me'))
    .status;
const devices = async (): Promise<readonly DeviceEntry[]> =>
  (await call<DeviceEntry[]>(rig.url, '/api/devices', { token: OWNER_TOKEN })).body;
const pair = (role: Role): Promise<PairedDevice> => pairDevice(rig.url, { name: 'phone', role });
const revoke = (id: string) => call(rig.url, `/api/devices/${id}`, { method: 'DELETE', token: OWNER_TOKEN });
/** The hub dies and another takes over what the file has. */
async function restart(): Promise<void> {
  const { rows, port } = rig;
  await rig.close();
  rig = await startHub({ port }, {}, rows);
}
afterEach(() => rig.close());

describe("the owner's pages", () => {
  it('are listed among the sessions, and can be revoked with their sockets', async () => {
    rig = await startHub();
    const [one, two] = [await openPage(), await openPage()];
    const client = new StrictClient(rig.url, HUB_SENDS, one.socket());
    await client.connected();
    await expect
      .poll(async () => (await devices()).map(({ kind, sockets }) => [kind, sockets]))
      .toEqual([
        ['page', 1],
        ['page', 0],
      ]);
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve));
    const { id } = (await devices())[0] ?? { id: '' };
    expect((await revoke(id)).status).toBe(200);
    await gone;
    client.close();
    expect([await me(one), await me(two)]).toEqual([401, 200]);
    expect((await revoke(id)).status).toBe(404);
  });

  it('stay ended or open over a restart of the hub', async () => {
    rig = await startHub();
    const [ended, open] = [await openPage(), await openPage()];
    expect((await ended.call('/api/auth/logout', { method: 'POST' })).status).toBe(200);
    expect([await me(ended), await me(open)]).toEqual([401, 200]);
    await restart();
    expect([await me(ended), await me(open)]).toEqual([401, 200]);
    expect((await ended.call('/api/start', { method: 'POST' })).status).toBe(401);
    expect((await open.call('/api/start', { method: 'POST' })).status).toBe(200);
  });

  it('end with the device that asked for their link, and so do codes that it made', async () => {
    rig = await startHub();
    const { token, deviceId } = await pair('owner');
    const otto = { userName: 'Otto', password: 'correct horse 7' };
    await post('/api/users', OWNER_TOKEN, { ...otto, role: 'owner' });
    expect((await post('/api/auth/reauthenticate', token, otto)).status).toBe(200);
    const page = await openPage(token);
    const ofPage = await openPage(page);
    const link = await page.call<{ url: string }>('/api/auth/link', { method: 'POST' });
    const pairing = await page.call<{ code: string }>('/api/devices/pairing', {
      method: 'POST',
      body: { name: 'tablet', role: 'owner' },
    });
    const untouched = await openPage();
    expect((await revoke(deviceId)).status).toBe(200);
    expect([await me(token), await me(page), await me(ofPage), await me(untouched)]).toEqual([401, 401, 401, 200]);
    const code = link.body.url.split('#open=')[1];
    expect((await new PageClient(rig.url).redeem(code ?? '')).status).toBe(401);
    expect((await post('/api/pair', undefined, { code: pairing.body.code })).status).toBe(401);
    expect((await devices()).map(({ kind }) => kind)).toEqual(['page']);
    await restart();
    expect([await me(page), await me(ofPage), await me(untouched)]).toEqual([401, 401, 200]);
  });
});

it('a log-out, a removal and a revocation stay over a restart, log-ins and devices do too', async () => {
  rig = await startHub();
  const logIn = async (userName: string): Promise<string> =>
    (await post<{ token: string }>('/api/auth/login', undefined, { userName, password: 'correct horse 7' })).body.token;
  for (const userName of ['Ann', 'Bob'])
    await post('/api/users', OWNER_TOKEN, { userName, role: 'trader', password: 'correct horse 7' });
  const [out, stays, removed] = [await logIn('Ann'), await logIn('Ann'), await logIn('Bob')];
  const [device, revoked] = [await pair('flatten'), await pair('flatten')];
  await post('/api/auth/logout', out);
  await call(rig.url, '/api/users/Bob', { method: 'DELETE', token: OWNER_TOKEN });
  await revoke(revoked.deviceId);
  const all = async (): Promise<number[]> =>
    Promise.all([out, stays, removed, device.token, revoked.token].map((token) => me(token)));
  expect(await all()).toEqual([401, 200, 401, 200, 401]);
  await restart();
  expect(await all()).toEqual([401, 200, 401, 200, 401]);
});
