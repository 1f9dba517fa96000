import { afterAll, beforeAll, expect, it } from 'vitest';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../../support/wire/hub-story.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

let rig: HubRig;
const clients: DocumentClient[] = [];
const users = new Map<string, { sessionID: string; userId: string; token: string }>();

beforeAll(async () => {
  rig = await startHub();
  for (const userName of ['one', 'two', 'four']) {
    await call(rig.url, '/api/users', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { userName, role: 'viewer', password: 'correct horse 7' },
    });
    const { body } = await call<{ sessionID: string; userId: string; token: string }>(rig.url, '/api/auth/login', {
      method: 'POST',
      body: { userName, password: 'correct horse 7' },
    });
    users.set(userName, body);
  }
});
afterAll(async () => {
  for (const client of clients) client.close();
  await rig.close();
});

it('clients of documents 001, 002, 003 and 004 at once: each finds its own, none is told of an error', async () => {
  const connect = async (auth: object): Promise<DocumentClient> => {
    const client = new DocumentClient(rig.url, { auth });
    clients.push(client);
    await client.connected();
    return client;
  };
  const { sessionID, userId } = users.get('one') ?? { sessionID: '', userId: '' };
  const one = await connect({ sessionID, userId });
  const two = await connect({ token: users.get('two')?.token });
  const three = await connect({ token: OWNER_TOKEN });
  const four = await connect({ token: users.get('four')?.token });
  one.socket.emit('subscribe:portfolio');
  one.socket.emit('subscribe:trades');
  one.socket.emit('subscribe:watchlist', ['AAPL', 'MNQ']);
  two.socket.emit('subscribe:market', { symbols: ['BTCUSD', 'MNQ'] });
  two.socket.emit('subscribe:orders');
  two.socket.emit('subscribe:notifications');
  three.socket.emit('subscribe', { channels: ['pnl', 'positions', 'strategies', 'market', 'logs'] });
  four.socket.emit('subscribe:prices', { symbols: ['EURUSD', 'MNQ'] });
  four.socket.emit('subscribe:orders');
  four.socket.emit('subscribe:events', { eventTypes: ['TRADE_SIGNAL'] });
  await four.got('subscription:confirmed', (data: { type: string }) => data.type === 'events');
  playTrade(rig, 900);
  moveMarket(rig, 5);

  await Promise.all([
    one.got('portfolio:update'),
    one.got('trade:executed'),
    one.got('quote:update', (quote: { symbol: string }) => quote.symbol === 'MNQ'),
    two.got('market:data', (data: { symbol: string }) => data.symbol === 'MNQ'),
    two.got('order:update'),
    two.got('position:update'),
    two.got('notification'),
    three.got('pnl_update'),
    three.got('strategy_pnl_update'),
    three.got('log_entry'),
    four.got('prices:initial'),
    four.got('order:notification'),
    four.got('position:update'),
    four.got('event:notification'),
  ]);
  // What was not asked for does not come.
  expect(one.all('order:update')).toEqual([]);
  expect(two.all('trade:executed')).toEqual([]);
  expect(three.all('notification')).toEqual([]);
  expect(clients.flatMap((client) => client.all('error'))).toEqual([]);
});
