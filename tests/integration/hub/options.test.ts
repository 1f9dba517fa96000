import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ToldOptions } from '../../../engine/wire/index.ts';
import { runWith } from '../../support/default-run.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

const KEY = 'a-signing-key-that-nobody-may-read-0123456789';

let hub: HubRig;
beforeAll(async () => {
  hub = await startHub({ run: runWith(['--seed', '42'], { JWT_SECRET: KEY }) });
});
afterAll(async () => hub.close());

test('options of the run: nobody without a key, a viewer without paths, the owner with them, no secret for anyone', async () => {
  expect((await call(hub.url, '/api/options')).status).toBe(401);
  const owner = await call<ToldOptions>(hub.url, '/api/options', { token: OWNER_TOKEN });
  const { token } = await pairDevice(hub.url, { name: 'tablet', role: 'viewer' });
  const viewer = await call<ToldOptions>(hub.url, '/api/options', { token });
  const value = ({ body }: { body: ToldOptions }, name: string): string | null | undefined =>
    body.options.find((option) => option.name === name)?.value;
  expect([owner.status, viewer.status]).toEqual([200, 200]);
  expect([value(owner, 'seed'), value(viewer, 'seed')]).toEqual(['42', '42']);
  expect(value(owner, 'dataDir')).toMatch(/pitwall$/);
  expect(value(viewer, 'dataDir')).toBeNull();
  expect(viewer.body.strategies.map(({ id }) => id)).toEqual(['MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3']);
  expect(JSON.stringify(owner.body)).not.toContain(KEY);
});
