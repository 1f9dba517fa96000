import { expect, test } from 'vitest';
import { FLOODS, type Flood } from '../support/flood/flood.ts';
import { type Flooding, flooding } from '../support/flood/flooding.ts';
import { startPitwall } from '../support/start-pitwall.ts';
import { pairDevice } from '../support/wire/pair-device.ts';
import { call } from '../support/wire/symbol-rig.ts';

const FLATTENS = 20;

test('under every flood at once a flatten goes through, and nothing is restarted', async () => {
  const pitwall = await startPitwall();
  const floods: Flooding[] = [];
  try {
    const { token } = await pairDevice(pitwall.hub, { name: 'flood', role: 'viewer', days: 1 }, pitwall.token);
    const pids = pitwall.pids();
    const target = (flood: Flood) => ({ flood, hub: pitwall.hub, symbol: pitwall.symbols['MNQ'] ?? '', viewer: token });
    for (const flood of FLOODS) floods.push(flooding(target(flood)));
    for (let n = 0; n < FLATTENS; n += 1) {
      const answer = await call(pitwall.hub, '/api/flatten', { method: 'POST', token: pitwall.token, body: {} });
      expect(answer.status).toBe(200);
    }
    const acts = await Promise.all(floods.map((flood) => flood.stop()));
    expect(acts.every((count) => count > 0)).toBe(true);
    const restarts = Object.values((await pitwall.processes()) ?? {}).map((each) => each.restarts);
    expect([restarts.length > 5, restarts.every((count) => count === 0)]).toEqual([true, true]);
    expect(pitwall.pids()).toEqual(pids);
  } finally {
    for (const flood of floods) flood.kill();
    await pitwall.stop();
  }
});
