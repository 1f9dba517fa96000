/** A hub whose desk was never there yet: nobody is let in, and nobody is left to wait. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER_TOKEN } from '../../support/wire/symbol-rig.ts';
import { startHub, type HubRig } from '../../support/wire/hub-rig.ts';

const desk = { up: false, isStarting: true };
let hub: HubRig;
let asked = 0;

beforeAll(async () => {
  const command = ({ commandId }: { commandId: string }) => {
    asked += 1;
    return Promise.resolve({ commandId, ok: true, state: 'EXITS_ONLY' } as const);
  };
  hub = await startHub({
    desk: Object.assign(desk, { command, tellGrants: () => undefined, write: () => Promise.resolve() }),
  });
});
afterAll(() => hub.close());

const post = async (path: string) => {
  const answer = await fetch(`${hub.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OWNER_TOKEN}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
};

test('commands are answered with 503 and why, and do not wait for the desk', async () => {
  for (const path of ['/api/stop', '/api/start', '/api/flatten', '/api/strategies/MNQ/stop']) {
    expect(await post(path)).toEqual({
      status: 503,
      body: { error: { code: 'starting', message: 'Pitwall is starting: the desk does not take commands yet' } },
    });
  }
  expect(asked).toBe(0);
  desk.isStarting = false;
  expect(await post('/api/stop')).toMatchObject({ status: 200 });
  expect(asked).toBe(1);
});
