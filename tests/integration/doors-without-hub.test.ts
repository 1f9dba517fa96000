import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Pitwall, startPitwall } from '../support/start-pitwall.ts';
import { pairDevice, type PairedDevice } from '../support/wire/pair-device.ts';
import { call } from '../support/wire/symbol-rig.ts';

/** What the hub said of who may do what holds while the hub is dead, and over every restart. */

const scratch = mkdtempSync(join(tmpdir(), 'pitwall-doors-'));
const FLAGS = ['--strategies', 'MNQ'];
let pitwall: Pitwall;

const pair = (name: string): Promise<PairedDevice> => pairDevice(pitwall.hub, { name, role: 'trader' }, pitwall.token);
/** Of MNQ's own port; 0 where nobody answers. */
async function atSymbol(action: 'trading/start' | 'trading/stop' | 'position/flatten', token: string): Promise<number> {
  const url = pitwall.symbols['MNQ'] ?? '';
  try {
    return (await call(url, `/api/${action}`, { method: 'POST', token, body: {} })).status;
  } catch {
    return 0;
  }
}
const atHub = async (token: string): Promise<number> => (await call(pitwall.hub, '/api/auth/me', { token })).status;

let stays: PairedDevice;
let ended: PairedDevice;

async function start(): Promise<void> {
  pitwall = await startPitwall({ dataDir: join(scratch, 'data'), flags: FLAGS });
}
beforeAll(async () => {
  await start();
  stays = await pair('stays');
  ended = await pair('ended');
});
afterAll(async () => {
  await pitwall.stop();
  rmSync(scratch, { recursive: true, force: true });
});

it('a revocation reaches the symbol port within a second', async () => {
  await expect.poll(() => atSymbol('trading/start', ended.token)).toBe(200);
  const revoked = await call(pitwall.hub, `/api/devices/${ended.deviceId}`, { method: 'DELETE', token: pitwall.token });
  expect(revoked.status).toBe(200);
  await expect.poll(() => atSymbol('trading/start', ended.token)).toBe(401);
  expect(await atSymbol('trading/start', stays.token)).toBe(200);
});

it('with the hub dead the symbol port still stops and flattens, for nobody else than before', async () => {
  const pid = pitwall.kill('hub');
  expect(await atSymbol('trading/stop', stays.token)).toBe(200);
  expect(await atSymbol('position/flatten', stays.token)).toBe(200);
  expect(await atSymbol('trading/stop', ended.token)).toBe(401);
  await pitwall.replaced('hub', pid);
});

it('an engine that starts again with the hub dead knows them from the desk', async () => {
  await pitwall.serves('hub');
  const pids = pitwall.pids();
  pitwall.kill('MNQ');
  pitwall.kill('hub');
  await expect.poll(() => atSymbol('trading/stop', stays.token)).toBe(200);
  expect(await atSymbol('trading/stop', ended.token)).toBe(401);
  await pitwall.replaced('hub', pids['hub'] ?? 0);
  await pitwall.serves('hub');
  expect([await atHub(stays.token), await atHub(ended.token)]).toEqual([200, 401]);
  expect([await atSymbol('trading/stop', stays.token), await atSymbol('trading/stop', ended.token)]).toEqual([
    200, 401,
  ]);
});

it('and so they are after a start of all', async () => {
  await pitwall.stop();
  await start();
  expect([await atHub(stays.token), await atHub(ended.token)]).toEqual([200, 401]);
  await expect.poll(() => atSymbol('trading/start', stays.token)).toBe(200);
  expect(await atSymbol('trading/start', ended.token)).toBe(401);
});
