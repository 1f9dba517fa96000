import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ToldOptions } from '../../../engine/wire/index.ts';
import { runWith } from '../../support/default-run.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

const KEY = 'a-signing-key-that-nobody-may-read-0123456789';

let hub: HubRig;
beforeAll(async () => {
  hub = await startHub({ run: runWith(['--seed', '42'], { JWT_SECRET: KEY }) });
});
afterAll(async () => hub.close());

async function pairedToken(role: string): Promise<string> {
  const asked = { method: 'POST', token: OWNER_TOKEN, body: { name: 'tablet', role } } as const;
  const { body } = await call<{ code: string }>(hub.url, '/api/devices/pairing', asked);
  const paired = await call<{ token: string }>(hub.url, '/api/pair', { method: 'POST', body: { code: body.code } });
  return paired.body.token;
}

test('options of the run: nobody without a key, a viewer without paths, the owner with them, no secret for anyone', async () => {
  expect((await call(hub.url, '/api/options')).status).toBe(401);
  const owner = await call<ToldOptions>(hub.url, '/api/options', { token: OWNER_TOKEN });
  const viewer = await call<ToldOptions>(hub.url, '/api/options', { token: await pairedToken('viewer') });
  const value = ({ body }: { body: ToldOptions }, name: string): string | null | undefined =>
    body.options.find((option) => option.name === name)?.value;
  expect([owner.status, viewer.status]).toEqual([200, 200]);
  expect([value(owner, 'seed'), value(viewer, 'seed')]).toEqual(['42', '42']);
  expect(value(owner, 'dataDir')).toMatch(/pitwall$/);
  expect(value(viewer, 'dataDir')).toBeNull();
  expect(viewer.body.strategies.map(({ id }) => id)).toEqual(['MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3']);
  expect(JSON.stringify(owner.body)).not.toContain(KEY);
});
