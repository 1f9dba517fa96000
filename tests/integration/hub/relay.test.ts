import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYMBOL_SENDS } from '../../../engine/wire/index.ts';
import type { ChartPoint } from '../../../engine/wire/index.ts';
import { accountOf, barOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, type SymbolRig, call, startSymbolServer } from '../../support/wire/symbol-rig.ts';

/** Remote browsers get everything over the hub's one port. */
describe('the relay of symbol servers', () => {
  let hub: HubRig;
  let symbol: SymbolRig;
  const clients: StrictClient[] = [];
  const connect = async (): Promise<StrictClient> => {
    const client = new StrictClient(`${hub.url}/symbols/MNQ`, SYMBOL_SENDS, { auth: { token: OWNER_TOKEN } });
    clients.push(client);
    await client.connected();
    return client;
  };

  beforeAll(async () => {
    hub = await startHub();
    const points = Array.from({ length: 30 }, (_, n) => ({ bar: barOf(n - 30), json: undefined }));
    symbol = await startSymbolServer('MNQ', { points });
    symbol.server.publishAccount(accountOf());
    hub.serve(symbol);
    hub.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await symbol.close();
    await hub.close();
    expect(clients.flatMap((client) => client.faults)).toEqual([]);
  });

  it('carries document 000 as a namespace: greeting, ticks, bars, requests', async () => {
    const client = await connect();
    expect(await client.wait('config')).toMatchObject({ symbol: 'MNQZ6' });
    expect(await client.wait<ChartPoint[]>('chartHistory')).toHaveLength(30);
    await client.wait('status');
    symbol.server.publishTick(barOf(0));
    await client.wait('tick');
    symbol.server.publishBar(barOf(0), undefined);
    await client.wait('bar');
    const again = client.wait<ChartPoint[]>('chartHistory', undefined, { fresh: true });
    client.socket.emit('chartHistory');
    expect(await again).toHaveLength(31);
    client.socket.emit('pitwall:subscribe', { interval: '5m' });
    await client.wait('pitwall:history');
    client.socket.emit('nonsense');
    await client.wait('error', (error) => error['code'] === 'unknown_event');
  });

  it("carries its calls, in the caller's name and with the caller's rights", async () => {
    const path = '/symbols/MNQ/api';
    expect((await call(hub.url, `${path}/status`)).status).toBe(401);
    expect((await call(hub.url, `${path}/status`, { token: OWNER_TOKEN })).body).toMatchObject({ state: 'RUN' });
    const chart = await call<ChartPoint[]>(hub.url, `${path}/chart?interval=5m&limit=3`, { token: OWNER_TOKEN });
    expect(chart.body).toHaveLength(3);
    const paired = await pairDevice(hub.url, { name: 'phone', role: 'flatten' });
    const stop = await call(hub.url, `${path}/trading/stop`, {
      method: 'POST',
      token: paired.token,
      body: { cause: 'button' },
    });
    expect([stop.status, stop.body]).toEqual([200, { success: true, tradingEnabled: false, state: 'EXITS_ONLY' }]);
    expect(symbol.commands.at(-1)).toMatchObject({
      command: { kind: 'stop', scope: { book: 'MNQ' } },
      origin: { user: 'phone', cause: 'button' },
    });
    expect((await call(hub.url, `${path}/trading/start`, { method: 'POST', token: paired.token })).status).toBe(403);
    expect((await call(hub.url, '/symbols/MES/api/status', { token: OWNER_TOKEN })).status).toBe(404);
    // A token that the hub signs for itself opens nothing at the hub.
    const { relayToken } = await import('../../../engine/hub/calls/relay-http.ts');
    const { TokenCheck } = await import('../../../engine/adapters/web/token-check.ts');
    const { wallClock } = await import('../../support/wire/symbol-rig.ts');
    const tokens = new TokenCheck({ ownerToken: OWNER_TOKEN, clock: wallClock });
    const token = await relayToken(
      tokens,
      {
        kind: 'owner',
        userId: 'owner',
        userName: 'owner',
        role: 'owner',
        device: 'x',
        mayAct: true,
        sessionId: undefined,
        tradesUntilMs: undefined,
        jkt: undefined,
      },
      '127.0.0.1',
    );
    expect((await call(hub.url, '/api/account', { token })).status).toBe(401);
  });

  it('refuses strangers and unknown symbols', async () => {
    const stranger = new StrictClient(`${hub.url}/symbols/MNQ`, SYMBOL_SENDS);
    await expect(stranger.connected()).rejects.toThrow(/^Authentication required/);
    stranger.close();
    const unknown = new StrictClient(`${hub.url}/symbols/NOPE`, SYMBOL_SENDS, { auth: { token: OWNER_TOKEN } });
    await expect(unknown.connected()).rejects.toThrow(/Invalid namespace/);
    unknown.close();
  });

  it('comes back by itself when the engine does', async () => {
    const client = await connect();
    client.socket.emit('pitwall:subscribe', { interval: '5m' });
    await client.wait('pitwall:history');
    const { port } = symbol;
    await symbol.close();
    symbol = await startSymbolServer('MNQ', { deps: { port } });
    hub.serve(symbol);
    symbol.server.publishAccount(accountOf());
    await client.wait('config', undefined, { fresh: true, ms: 60_000 });
    await client.wait('pitwall:history', undefined, { fresh: true });
    expect(client.socket.connected).toBe(true);
  });
});
