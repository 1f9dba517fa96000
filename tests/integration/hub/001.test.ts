import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALWAYS, CME } from '../../../engine/domain/session.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { accountOf, T0 } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../../support/wire/hub-story.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

/** As document 001's reader would write it: session in `auth`, websocket then polling, its event names and fields. */
describe('document 001', () => {
  let rig: HubRig;
  const clients: DocumentClient[] = [];
  let session: { sessionID: string; userId: string; userName: string };
  const connect = async (transports = ['websocket', 'polling']): Promise<DocumentClient> => {
    const client = new DocumentClient(rig.url, { auth: session, transports });
    clients.push(client);
    await client.connected();
    return client;
  };

  beforeAll(async () => {
    rig = await startHub();
    await call(rig.url, '/api/users', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { userName: 'John Doe', role: 'viewer', password: 'correct horse 7' },
    });
    const { body } = await call<typeof session>(rig.url, '/api/auth/login', {
      method: 'POST',
      body: { userName: 'John Doe', password: 'correct horse 7' },
    });
    session = { sessionID: body.sessionID, userId: body.userId, userName: 'John Doe' };
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await rig.close();
  });

  it("refuses a connection without a session in the document's words", async () => {
    const stranger = new DocumentClient(rig.url, { auth: { userId: 'user-123' }, reconnection: false });
    await expect(stranger.connected()).rejects.toThrow(/Authentication required/);
    stranger.close();
  });

  it('confirms subscriptions and sends portfolio, fills, failures', async () => {
    const client = await connect();
    client.socket.emit('subscribe:portfolio');
    client.socket.emit('subscribe:trades');
    expect(await client.got('subscription:confirmed', (data: { type: string }) => data.type === 'portfolio')).toEqual({
      type: 'portfolio',
    });
    await client.got('subscription:confirmed', (data: { type: string }) => data.type === 'trades');
    expect(await client.got('portfolio:update')).toEqual({
      totalValue: 50_000,
      cash: 50_000,
      equity: 50_000,
      positions: [],
      dayChange: 0,
      dayChangePercent: 0,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    playTrade(rig, 400);
    await client.got(
      'portfolio:update',
      (data: { positions: unknown[]; equity: number }) => data.positions.length === 1 && data.equity === 50_005,
    );
    await client.got(
      'portfolio:update',
      (data: { dayChange: number; dayChangePercent: number; cash: number }) =>
        data.dayChange === -104.48 && data.dayChangePercent === -0.21 && data.cash === 49_895.52,
    );
    const fills = client.all<Record<string, unknown>>('trade:executed');
    expect(fills.map(({ side, quantity, price, status }) => [side, quantity, price, status])).toEqual([
      ['buy', 1, 21_000, 'filled'],
      ['buy', 1, 21_001, 'filled'],
      ['sell', 2, 20_974.75, 'filled'],
    ]);
    const failed = await client.got<{ error: string; message: string }>('trade:failed');
    expect(failed).toEqual({
      error: expect.stringContaining('cap'),
      // The document's page shows `error.message`.
      message: failed.error,
      timestamp: expect.any(String),
      reasonCode: 'account_cap',
      reason: failed.error,
      signal: { symbol: 'MESZ6', side: 'sell', quantity: 1 },
    });
  });

  it('streams quotes of a watchlist under the names that were asked for, until they are left', async () => {
    const client = await connect(['polling', 'websocket']);
    client.socket.emit('subscribe:watchlist', ['AAPL', 'TSLA', 'NVDA', 'MNQ', 'MESZ6', 'NOPE']);
    expect(await client.got('subscription:confirmed')).toEqual({
      type: 'watchlist',
      symbols: ['AAPL', 'TSLA', 'NVDA', 'MNQ', 'MESZ6'],
    });
    expect(await client.got<{ message: string }>('error')).toMatchObject({
      code: 'unknown_name',
      message: expect.stringContaining('NOPE'),
    });
    const quote = await client.got('quote:update', (data: { symbol: string }) => data.symbol === 'MNQ');
    expect(quote).toEqual({
      symbol: 'MNQ',
      price: 21_000,
      priorClose: expect.any(Number),
      change: expect.any(Number),
      changePercent: expect.any(Number),
      volume: 1_234,
      timestamp: expect.any(String),
      simulated: true,
    });
    for (const name of ['AAPL', 'MESZ6'])
      await client.got('quote:update', (data: { symbol: string }) => data.symbol === name);
    client.socket.emit('unsubscribe:watchlist', ['AAPL']);
    expect(await client.got('unsubscription:confirmed')).toMatchObject({ symbols: ['AAPL'] });
    // Again (a page that unmounts twice), with a name that does not exist: answered alike, the unknown one named.
    const errors = client.all('error').length;
    client.socket.emit('unsubscribe:watchlist', ['AAPL', 'NIX']);
    await expect.poll(() => client.all('unsubscription:confirmed').length).toBe(2);
    expect(client.all('unsubscription:confirmed')[1]).toMatchObject({ symbols: ['AAPL'] });
    expect(client.all<{ message: string }>('error').slice(errors)).toEqual([
      { code: 'unknown_name', message: 'Unknown symbols: NIX' },
    ]);
    const apple = (): number =>
      client.all<{ symbol: string }>('quote:update').filter(({ symbol }) => symbol === 'AAPL').length;
    const before = apple();
    const from = performance.now();
    for (let n = 1; n <= 20; n += 1) {
      moveMarket(rig, n);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const mnq = client.all<{ symbol: string }>('quote:update').filter(({ symbol }) => symbol === 'MNQ').length;
    expect(mnq).toBeGreaterThan(2);
    expect(mnq).toBeLessThanOrEqual((performance.now() - from) / 250 + 3); // at most 4 a second
    expect(apple()).toBe(before);
  });

  it('tells the market\'s hours on connection, and limits repeats with a message that begins "Rate limit"', async () => {
    const client = await connect();
    expect(await client.got('market:status')).toEqual({
      isOpen: true,
      nextOpen: null,
      nextClose: null,
      timestamp: expect.any(String),
    });
    for (let n = 0; n < 4; n += 1) client.socket.emit('subscribe:portfolio');
    const error = await client.got<{ message: string }>('error');
    expect(error.message).toMatch(/^Rate limit/);
    // The first of a new socket is free all the same: a reconnect is never refused.
    const again = await connect();
    again.socket.emit('subscribe:portfolio');
    await again.got('subscription:confirmed');
  });

  it("tells everybody when the exchange's hours change, and says so as an event", async () => {
    const client = await connect();
    client.socket.emit('subscribe:events', { eventTypes: ['MARKET_ALERT'] });
    await client.got('subscription:confirmed');
    const { account, run } = accountOf();
    const identity = {
      account,
      run,
      runNumber: 1,
      mode: 'SIM' as const,
      startBalanceCents: 5_000_000,
      configHash: 'x',
    };
    const at = (time: string): void => {
      const timeMs = Date.parse(time);
      rig.server.take({ t: 'account', view: accountOf({ asOf: { ...accountOf().asOf, timeMs } }) });
    };
    rig.server.deskUp(identity, CME);
    at('2026-11-20T21:30:00.000Z');
    expect(
      await client.got('market:status', (status: { nextClose: string | null }) => status.nextClose !== null),
    ).toEqual({
      isOpen: true,
      nextOpen: null,
      nextClose: '2026-11-20T22:00:00.000Z',
      timestamp: '2026-11-20T21:30:00.000Z',
    });
    at('2026-11-20T22:00:00.000Z');
    expect(await client.got('market:status', (status: { isOpen: boolean }) => !status.isOpen)).toEqual({
      isOpen: false,
      nextOpen: '2026-11-22T23:00:00.000Z',
      nextClose: '2026-11-23T22:00:00.000Z',
      timestamp: '2026-11-20T22:00:00.000Z',
    });
    expect(await client.got('event:notification')).toMatchObject({ type: 'MARKET_ALERT', title: 'Market closed' });
    rig.server.deskUp(identity, ALWAYS);
    at(new Date(T0).toISOString());
  });

  it('admits five sockets of a user and refuses the sixth', async () => {
    for (const client of clients.splice(0)) client.close();
    await expect.poll(() => rig.server.connections).toBe(0);
    for (let n = 0; n < 5; n += 1) await connect();
    const sixth = new DocumentClient(rig.url, { auth: session, reconnection: false });
    await expect(sixth.connected()).rejects.toThrow(/^Too many connections/);
    sixth.close();
    expect((await call(rig.url, '/health/websocket')).body).toEqual({
      status: 'healthy',
      activeConnections: 5,
      uniqueUsers: 1,
      uptime: expect.any(Number),
    });
  });

  it('says goodbye before an orderly stop', async () => {
    const client = clients[0];
    if (client === undefined) throw new Error('no client');
    rig.server.take({ t: 'shutdown', message: 'Pitwall is stopping' });
    expect(await client.got('server:shutdown')).toEqual({ message: 'Pitwall is stopping' });
  });
});
