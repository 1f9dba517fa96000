import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../engine/ports/logger.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { T0 } from '../../support/wire/fixtures.ts';
import { type HubRig, LIMITS, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../../support/wire/hub-story.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

/** As document 002's reader would write it: a JWT in `auth.token` or the header; symbols in an object; epoch milliseconds. */
describe('document 002', () => {
  let rig: HubRig;
  let token = '';
  const clients: DocumentClient[] = [];
  const connect = async (options: object): Promise<DocumentClient> => {
    const client = new DocumentClient(rig.url, options);
    clients.push(client);
    await client.connected();
    return client;
  };

  beforeAll(async () => {
    rig = await startHub({
      limits: {
        maxConnections: 1_000,
        maxConnectionsPerUser: 5,
        maxMessagesPerMinute: 60,
        allowedOrigins: [],
        jwtSecret: 'a secret of the tests, long enough 0123',
      },
    });
    await call(rig.url, '/api/users', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { userName: 'pro', role: 'trader', password: 'correct horse 7' },
    });
    const { body } = await call<{ token: string }>(rig.url, '/api/auth/login', {
      method: 'POST',
      body: { userName: 'pro', password: 'correct horse 7' },
    });
    token = body.token;
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await rig.close();
  });

  it('takes the JWT in auth or as Authorization header, over polling as well', async () => {
    await connect({ auth: { token } });
    await connect({ extraHeaders: { Authorization: `Bearer ${token}` } });
    await connect({ extraHeaders: { Authorization: `Bearer ${token}` }, transports: ['polling'] });
    const wrong = new DocumentClient(rig.url, { auth: { token: `${token.slice(0, -3)}abc` }, reconnection: false });
    await expect(wrong.connected()).rejects.toThrow(/^Authentication required/);
    wrong.close();
  });

  it('streams market data with 24-hour figures', async () => {
    const client = clients[0];
    if (client === undefined) throw new Error('no client');
    client.socket.emit('subscribe:market', { symbols: ['BTCUSD', 'ETHUSD', 'MNQ'] });
    expect(await client.got('subscription:confirmed')).toEqual({
      type: 'market',
      symbols: ['BTCUSD', 'ETHUSD', 'MNQ'],
    });
    moveMarket(rig, 3);
    const data = await client.got<Record<string, number>>(
      'market:data',
      (each) => (each['symbol'] as unknown) === 'MNQ',
    );
    expect(data).toEqual({
      symbol: 'MNQ',
      price: expect.any(Number),
      volume: expect.any(Number),
      high24h: expect.any(Number),
      low24h: expect.any(Number),
      change24h: expect.any(Number),
      changePercent24h: expect.any(Number),
      timestamp: expect.any(Number),
      simulated: true,
    });
    expect(data['high24h']).toBeGreaterThanOrEqual(data['price'] ?? 0);
    expect(data['low24h']).toBeLessThanOrEqual(data['price'] ?? 0);
    expect(data['volume']).toBeGreaterThan(100_000);
    await client.got('market:data', (each: { symbol: string }) => each.symbol === 'BTCUSD');
    client.socket.emit('unsubscribe:market', { symbols: ['BTCUSD'] });
    expect(await client.got('unsubscription:confirmed')).toMatchObject({ symbols: ['BTCUSD'] });
  });

  it('streams orders, positions and notifications', async () => {
    const client = clients[1];
    if (client === undefined) throw new Error('no client');
    for (const event of ['subscribe:orders', 'subscribe:positions', 'subscribe:notifications'])
      client.socket.emit(event);
    for (const type of ['orders', 'positions', 'notifications']) {
      await client.got('subscription:confirmed', (data: { type: string }) => data.type === type);
    }
    playTrade(rig, 500);
    expect(
      await client.got('order:update', (order: { status: string }) => order.status === 'PARTIALLY_FILLED'),
    ).toEqual({
      orderId: 'MNQ-O1',
      userId: 'owner',
      symbol: 'MNQZ6',
      type: 'MARKET',
      side: 'BUY',
      quantity: 2,
      price: 21_000,
      status: 'PARTIALLY_FILLED',
      filledQuantity: 1,
      remainingQuantity: 1,
      averagePrice: 21_000,
      timestamp: T0,
      strategy: 'MNQ',
    });
    await client.got(
      'order:update',
      (order: { status: string; averagePrice: number }) => order.status === 'FILLED' && order.averagePrice === 21_000.5,
    );
    await client.got(
      'order:update',
      (order: { type: string; status: string; price: number }) =>
        order.type === 'STOP' && order.status === 'OPEN' && order.price === 20_975,
    );
    await client.got('order:update', (order: { status: string }) => order.status === 'DENIED');
    // A protective order has its price while it waits for its entry, and that it waits is told once.
    const pending = client
      .all<{ orderId: string; status: string; price: number | null }>('order:update')
      .filter(({ status }) => status === 'PENDING');
    expect(pending.map(({ orderId, price }) => [orderId, price])).toEqual([
      ['MNQ-O1', null],
      ['MNQ-O2', 20_975],
    ]);
    expect(await client.got('position:update', (position: { quantity: number }) => position.quantity === 2)).toEqual({
      positionId: 'MNQ-WINNER-1700000000000-1',
      userId: 'owner',
      symbol: 'MNQZ6',
      side: 'LONG',
      quantity: 2,
      entryPrice: 20_997.5,
      currentPrice: 21_000,
      unrealizedPnL: 5,
      unrealizedPnLPercent: 0.01,
      realizedPnL: 0,
      timestamp: T0,
      strategy: 'MNQ',
    });
    await client.got(
      'position:update',
      (position: { quantity: number; realizedPnL: number }) =>
        position.quantity === 0 && position.realizedPnL === -104.48,
    );
    expect(await client.got('notification', (each: { type: string }) => each.type === 'ORDER_FILLED')).toMatchObject({
      id: expect.any(String),
      userId: 'owner',
      title: 'Order filled',
      priority: 'MEDIUM',
      read: false,
      timestamp: T0,
      metadata: { orderId: 'MNQ-O1' },
    });
  });

  it("answers the health check in the document's shape", async () => {
    const { status, body } = await call(rig.url, '/health');
    expect([status, body['status']]).toEqual([200, 'ok']);
    expect(body['timestamp']).toMatch(/Z$/);
  });

  it('says that it serves alone where Redis is configured, and not how to get into it', async () => {
    const said: string[] = [];
    const limits = { ...LIMITS, redisUrl: 'redis://user:hidden-word@127.0.0.1:6379' };
    const logger = {
      ...silentLogger,
      warn: (text: string, fields?: unknown) => void said.push(text, JSON.stringify(fields ?? '')),
    };
    const alone = await startHub({ limits, logger });
    await alone.close();
    expect(said.join(' ')).toMatch(/REDIS_URL is set.*serves alone/);
    expect(said.join(' ')).not.toContain('hidden-word');
  });

  it('refuses a default or short secret', async () => {
    const limits = {
      maxConnections: 1_000,
      maxConnectionsPerUser: 5,
      maxMessagesPerMinute: 60,
      allowedOrigins: [],
      jwtSecret: 'your-secret-key',
    };
    await expect(startHub({ limits })).rejects.toThrow(/JWT_SECRET/);
  });
});
