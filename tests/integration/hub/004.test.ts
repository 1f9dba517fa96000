import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALWAYS, CME } from '../../../engine/domain/session.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { T0, accountOf, rowOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../../support/wire/hub-story.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

/** As document 004's reader would write it. */
describe('document 004', () => {
  let rig: HubRig;
  let client: DocumentClient;
  let token = '';

  beforeAll(async () => {
    rig = await startHub();
    await call(rig.url, '/api/users', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { userName: 'fx', role: 'viewer', password: 'correct horse 7' },
    });
    const { body } = await call<{ token: string }>(rig.url, '/api/auth/login', {
      method: 'POST',
      body: { userName: 'fx', password: 'correct horse 7' },
    });
    token = body.token;
    client = new DocumentClient(rig.url, { auth: { token } });
    await client.connected();
  });
  afterAll(async () => {
    client.close();
    await rig.close();
  });

  it('says connected', async () => {
    expect(await client.got('connected')).toEqual({
      socketId: client.socket.id,
      userId: expect.stringMatching(/^user-/),
      role: 'viewer',
      serverTime: expect.any(String),
      version: '0.1.0',
    });
  });

  it('sends initial prices and updates at most once a second', async () => {
    client.socket.emit('subscribe:prices', { symbols: ['EURUSD', 'GBPUSD', 'USDJPY', 'M6E'] });
    const initial = await client.got<{ prices: { symbol: string; bid: number; ask: number; timestamp: number }[] }>(
      'prices:initial',
    );
    expect(initial.prices.map(({ symbol }) => symbol)).toEqual(['EURUSD', 'GBPUSD', 'USDJPY', 'M6E']);
    for (const { bid, ask, timestamp } of initial.prices) {
      expect(ask).toBeGreaterThan(bid);
      expect(timestamp).toBe(T0);
    }
    for (let n = 1; n <= 24; n += 1) {
      moveMarket(rig, n);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const updates = client.all<{ symbol: string }>('price:update').filter(({ symbol }) => symbol === 'M6E');
    expect(updates.length).toBeGreaterThanOrEqual(1);
    expect(updates.length).toBeLessThanOrEqual(3);
    client.socket.emit('unsubscribe:prices', { symbols: ['EURUSD'] });
    expect(await client.got('unsubscription:confirmed')).toMatchObject({ symbols: ['EURUSD'] });
  });

  it('tells the life of orders, with positions', async () => {
    client.socket.emit('subscribe:orders');
    await client.got('subscription:confirmed', (data: { type: string }) => data.type === 'orders');
    playTrade(rig, 700);
    for (const type of [
      'ORDER_SUBMITTED',
      'ORDER_ACCEPTED',
      'ORDER_PARTIALLY_FILLED',
      'ORDER_EXECUTED',
      'ORDER_DENIED',
    ]) {
      await client.got('order:notification', (note: { type: string }) => note.type === type);
    }
    expect(
      await client.got('order:notification', (note: { type: string }) => note.type === 'ORDER_PARTIALLY_FILLED'),
    ).toEqual({
      orderId: 'MNQ-O1',
      type: 'ORDER_PARTIALLY_FILLED',
      symbol: 'MNQZ6',
      side: 'BUY',
      quantity: 1,
      price: 21_000,
      timestamp: T0,
    });
    await client.got('position:update', (position: { unrealizedPnL: number }) => position.unrealizedPnL === 5);
    client.socket.emit('unsubscribe:orders');
    await client.got('unsubscription:confirmed', (data: { type?: string }) => data.type === 'orders');
  });

  it('broadcasts events of the subscribed types only', async () => {
    client.socket.emit('subscribe:events', { eventTypes: ['MARKET_ALERT', 'TRADE_SIGNAL', 'NEWS_UPDATE'] });
    await client.got('subscription:confirmed', (data: { eventTypes?: string[] }) => data.eventTypes?.length === 3);
    rig.tell([
      rowOf(800, { type: 'Alarm', code: 'feed_stale', book: 'MNQ', message: 'no quote for 10 s' }),
      rowOf(801, { type: 'Alarm', code: 'daily_loss_near', message: 'most of the daily loss limit is used' }),
    ]);
    expect(await client.got('event:notification', (event: { type: string }) => event.type === 'MARKET_ALERT')).toEqual({
      type: 'MARKET_ALERT',
      title: 'feed stale',
      message: 'no quote for 10 s',
      severity: 'medium',
      timestamp: new Date(T0).toISOString(),
    });
    expect(client.all<{ type: string }>('event:notification').some(({ type }) => type === 'RISK_ALERT')).toBe(false);
  });

  it('tells who comes later about the holidays near', async () => {
    const { account, run } = accountOf();
    const identity = {
      account,
      run,
      runNumber: 1,
      mode: 'SIM' as const,
      startBalanceCents: 5_000_000,
      configHash: 'x',
    };
    rig.server.deskUp(identity, CME);
    rig.server.take({ t: 'account', view: accountOf({ tradingDay: '2026-11-25' }) });
    const late = new DocumentClient(rig.url, { auth: { token } });
    await late.connected();
    late.socket.emit('subscribe:events', { eventTypes: ['NEWS_UPDATE'] });
    expect(await late.got('event:notification')).toMatchObject({
      type: 'NEWS_UPDATE',
      title: 'Thanksgiving, 2026-11-26',
      message: expect.stringContaining('MNQ until 12:00 Chicago'),
    });
    late.close();
    rig.server.deskUp(identity, ALWAYS);
    rig.server.take({ t: 'account', view: accountOf() });
  });

  it('answers chat messages as the analyst, with an id and sources', async () => {
    client.socket.emit('chat:message', {
      message: 'What is the current trend for MNQ?',
      context: { currentSymbol: 'MNQ' },
    });
    const answer = await client.got<{ id: string; message: string; type: string; sources: unknown[] }>('chat:message');
    expect(answer).toMatchObject({ type: 'ai', id: expect.any(String), timestamp: expect.any(String) });
    expect(answer.message.length).toBeGreaterThan(10);
  });

  it("limits messages per user, but not the owner's own windows", async () => {
    const flooder = new DocumentClient(rig.url, { auth: { token } });
    await flooder.connected();
    for (let n = 0; n < 80; n += 1) flooder.socket.emit('unsubscribe:orders');
    expect((await flooder.got<{ message: string }>('error')).message).toMatch(/^Rate limit/);
    flooder.close();
    const owner = new DocumentClient(rig.url, { auth: { token: OWNER_TOKEN } });
    await owner.connected();
    for (let n = 0; n < 80; n += 1) owner.socket.emit('unsubscribe:orders');
    await expect.poll(() => owner.all('unsubscription:confirmed').length).toBe(80);
    expect(owner.all('error')).toEqual([]);
    owner.close();
  });

  it('answers health, status and, with a token, connections', async () => {
    expect((await call(rig.url, '/health')).body['status']).toBe('ok');
    const status = await call(rig.url, '/api/status');
    expect(status.body).toMatchObject({ status: 'running', service: 'pitwall-hub', connections: 1, processes: [] });
    expect((await call(rig.url, '/api/connections')).status).toBe(401);
    const connections = await call<Record<string, unknown>[]>(rig.url, '/api/connections', { token });
    expect(connections.body[0]).toEqual({
      socketId: client.socket.id,
      userId: expect.stringMatching(/^user-/),
      role: 'viewer',
      address: '127.0.0.1',
      userAgent: expect.any(String),
      connectedAt: expect.any(String),
      subscriptions: expect.arrayContaining(['prices M6E', 'events MARKET_ALERT']),
      messages: expect.any(Number),
    });
  });
});
