import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../engine/domain/order.ts';
import { HUB_SENDS } from '../../../engine/wire/index.ts';
import { T0, accountOf, accountWith, bookOf, fillOf, positionOf, rowOf, tradeOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

const ORIGIN = { by: 'strategy', book: 'MNQ', cause: 'setup' } as const;
const order: Order = {
  orderId: 'MNQ-O1',
  book: 'MNQ',
  root: 'MNQ',
  contractId: 'MNQZ6',
  side: 'buy',
  type: 'market',
  role: 'entry',
  qty: 1,
  reducing: false,
  cause: 'close below lower band',
};

describe('the hub', () => {
  let rig: HubRig;
  const clients: StrictClient[] = [];
  const client = async (options = {}): Promise<StrictClient> => {
    const made = new StrictClient(rig.url, HUB_SENDS, { auth: { token: OWNER_TOKEN }, ...options });
    clients.push(made);
    await made.connected();
    return made;
  };

  beforeAll(async () => {
    rig = await startHub();
  });
  afterAll(async () => {
    for (const each of clients) each.close();
    await rig.close();
    expect(clients.flatMap((each) => each.faults)).toEqual([]);
  });

  it('opens the cockpit by a one-time link: to a page, once', async () => {
    const refused = await call(rig.url, '/api/auth/link', { method: 'POST' });
    expect(refused.status).toBe(401);
    const link = await call<{ url: string }>(rig.url, '/api/auth/link', { method: 'POST', token: OWNER_TOKEN });
    const made = new URL(link.body.url);
    expect(made.search).toBe('');
    const code = new URLSearchParams(made.hash.slice(1)).get('open') ?? '';
    const page = new PageClient(rig.url);
    const opened = await page.redeem(code);
    expect([opened.status, opened.body['role']]).toEqual([200, 'owner']);
    expect((await page.redeem(code)).status).toBe(401);
    const stopped = await page.call('/api/stop', { method: 'POST' });
    expect(stopped.body).toEqual({ success: true, state: 'EXITS_ONLY' });
    expect(rig.commands.at(-1)?.origin).toMatchObject({
      by: 'person',
      user: 'owner',
      device: 'cockpit@127.0.0.1',
      cause: 'POST /api/stop',
    });
    const socket = new StrictClient(rig.url, HUB_SENDS, page.socket());
    await socket.connected();
    await socket.wait('connected', (hello) => hello['role'] === 'owner');
    socket.close();
  });

  it('refuses sockets without a credential', async () => {
    const stranger = new StrictClient(rig.url, HUB_SENDS);
    await expect(stranger.connected()).rejects.toThrow(/^Authentication required/);
    stranger.close();
    const wrong = new StrictClient(rig.url, HUB_SENDS, { auth: { token: 'x'.repeat(43) } });
    await expect(wrong.connected()).rejects.toThrow(/^Authentication required/);
    wrong.close();
  });

  it('tells account, strategies, processes and the link to a cockpit', async () => {
    const cockpit = await client();
    cockpit.socket.emit('pitwall:subscribe');
    await cockpit.wait('pitwall:subscribed');
    await cockpit.wait('pitwall:account', (account) => account['balance'] === 50_000 && account['stale'] === false);
    rig.server.take({
      t: 'strategyView',
      book: 'MNQ',
      view: {
        pendingSetup: 'long',
        barsLeft: 9,
        phase: 'setup',
        note: 'waiting',
        levels: [{ name: 'mid', ticks: 84_000, fromMs: T0 }],
      },
    });
    await cockpit.wait('pitwall:strategy', (view) => view['id'] === 'MNQ' && view['pendingSetup'] === 'long');
    rig.server.takeProcesses([
      { name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: 'http://127.0.0.1:3333' },
    ]);
    await cockpit.wait('pitwall:processes');
    rig.server.deskDown('killed');
    await cockpit.wait('pitwall:link', (link) => link['up'] === false);
    await cockpit.wait('pitwall:account', (account) => account['stale'] === true);
    expect((await call(rig.url, '/health')).body).toMatchObject({ status: 'ok', desk: false });
    rig.server.deskUp(
      { account: 'SIM-1', run: 'run-1', runNumber: 1, mode: 'SIM', startBalanceCents: 5_000_000, configHash: 'x' },
      { mode: 'always' },
    );
    await cockpit.wait('pitwall:link', (link) => link['up'] === true, { fresh: true });
  });

  it('pushes the account each second and the life of an order as it happens', async () => {
    const page = await client();
    page.socket.emit('subscribe:orders');
    page.socket.emit('subscribe:trades');
    page.socket.emit('subscribe:portfolio');
    page.socket.emit('pitwall:subscribe', {});
    await page.wait('pitwall:subscribed');
    rig.tell([
      rowOf(300, { type: 'OrderSubmitted', order, commandId: 'c', epoch: 1, origin: ORIGIN }),
      rowOf(301, { type: 'OrderAccepted', orderId: 'MNQ-O1', status: 'working' }),
      rowOf(302, {
        type: 'OrderFilled',
        leavesQty: 0,
        fill: fillOf(1, { timeMs: T0 }),
      }),
      rowOf(303, {
        type: 'OrderDenied',
        book: 'MNQ',
        root: 'MNQ',
        contractId: 'MNQZ6',
        side: 'buy',
        qty: 1,
        orderType: 'limit',
        limitTicks: 83_990,
        stopTicks: 83_950,
        reason: 'account_cap',
        detail: '10 of 10',
      }),
      rowOf(304, { type: 'TradeClosed', trade: tradeOf(9) }),
    ]);
    rig.server.take({
      t: 'account',
      view: accountWith(bookOf('MNQ', { positions: [positionOf()] }), {
        openPnlCents: 500,
        equityCents: 5_000_500,
        dayNetCents: 500,
      }),
    });
    expect(await page.wait('trade:executed')).toEqual({
      id: 'F1',
      symbol: 'MNQZ6',
      side: 'buy',
      quantity: 1,
      price: 21_000,
      status: 'filled',
      timestamp: new Date(T0).toISOString(),
    });
    await page.wait('trade:failed');
    await page.wait('order:update', (update) => update['status'] === 'FILLED' && update['averagePrice'] === 21_000);
    await page.wait('order:notification', (note) => note['type'] === 'ORDER_EXECUTED');
    // The type and price that it was asked with; the reason as a code and in words, the same in each place that tells it.
    const why = {
      reasonCode: 'account_cap',
      reason: 'the account would hold more contracts than its cap (10 of 10)',
    };
    const denied = (each: Record<string, unknown>): boolean => each['orderId'] === 'denied-303';
    expect(await page.wait('order:notification', denied)).toMatchObject({
      ...why,
      type: 'ORDER_DENIED',
      price: 20_997.5,
    });
    expect(await page.wait('order:update', denied)).toMatchObject({ ...why, type: 'LIMIT', price: 20_997.5 });
    expect(await page.wait('pitwall:order', denied)).toMatchObject({
      ...why,
      type: 'limit',
      limitPrice: 20_997.5,
      stopPrice: 20_987.5,
    });
    expect(await page.wait('trade:failed')).toMatchObject({ ...why, error: why.reason, message: why.reason });
    expect(await page.wait('notification', (notice) => notice['type'] === 'ORDER_DENIED')).toMatchObject({
      metadata: { strategy: 'MNQ', ...why },
    });
    await page.wait('position:update', (position) => position['side'] === 'LONG' && position['unrealizedPnL'] === 5);
    await page.wait('portfolio:update', (portfolio) => portfolio['equity'] === 50_005);
    await page.wait('pitwall:trade', (trade) => trade['strategyName'] === 'MNQ-WINNER');
    await page.wait('pitwall:fill', (fill) => fill['role'] === 'entry');
    await page.wait('pnl_update', (pnl) => pnl['today_pnl'] === 5 && pnl['active_positions'] === 1);
    await page.wait('strategy_pnl_update', (pnl) => pnl['strategy_id'] === 5);
    await page.wait('position_update', (position) => position['count'] === 1);
    await page.wait('market_data');
    rig.server.take({ t: 'account', view: accountOf() });
    await page.wait('position:update', (position) => position['quantity'] === 0);
    // The same rows again (a link that came back) are not told twice.
    const before = page.of('trade:executed').length;
    rig.tell([rowOf(302, { type: 'DayStarted', tradingDay: '2026-11-20' })]);
    expect(page.of('trade:executed')).toHaveLength(before);
    const { body } = await call<{ orderId: string }[]>(rig.url, '/api/orders?all=true', { token: OWNER_TOKEN });
    expect(body.map((each) => each.orderId)).toContain('MNQ-O1');
  });

  it('answers what reads, with its shape, and nothing without a credential', async () => {
    for (const path of [
      '/api/account',
      '/api/positions',
      '/api/orders',
      '/api/trades',
      '/api/fills',
      '/api/strategies',
      '/api/strategies/views',
      '/api/log',
      '/api/receipts',
      '/api/chart?strategy=1&interval=5m&limit=20',
      '/api/dashboard/pnl-calendar',
      '/api/dashboard/pnl-drawdown-chart?strategy_id=MNQ',
      '/api/connections',
      '/api/auth/me',
    ]) {
      const refused = await call(rig.url, path);
      expect([path, refused.status]).toEqual([path, 401]);
      const { status, body } = await call(rig.url, path, { token: OWNER_TOKEN });
      expect([path, status, body]).toEqual([path, 200, expect.anything()]);
    }
    for (const path of ['/', '/health', '/health/websocket', '/api/status', '/api/place']) {
      expect([path, (await call(rig.url, path)).status]).toEqual([path, 200]);
    }
    const calendar = await call(
      rig.url,
      '/api/dashboard/pnl-calendar?start_date=2026-11-19T00:00:00.123456&end_date=2026-11-20',
      { token: OWNER_TOKEN },
    );
    expect(calendar.body['calendar_data']).toHaveLength(2);
    const receipts = await call<{ scope: string }[]>(rig.url, '/api/receipts?strategy=MNQ', { token: OWNER_TOKEN });
    expect(receipts.body.map(({ scope }) => scope)).toEqual(['MNQ', 'account']);
  });

  it("lists a trading day's trades by the day that the file gave them", async () => {
    const ask = async (query: string) =>
      call<{ tradingDay: string }[]>(rig.url, `/api/trades?${query}`, { token: OWNER_TOKEN });
    expect((await ask('day=2026-11-20')).body.map(({ tradingDay }) => tradingDay)).toEqual([
      '2026-11-20',
      '2026-11-20',
    ]);
    expect((await ask('day=2026-11-19')).body).toEqual([]);
    expect((await ask('day=2026-11-31')).status).toBe(400);
    const both = await call(rig.url, '/api/trades?day=2026-11-20&from=2026-11-20', { token: OWNER_TOKEN });
    expect([both.status, JSON.stringify(both.body)]).toEqual([400, expect.stringContaining('leave one away')]);
  });

  it('passes commands to the desk with number or id, and none for unknown strategies', async () => {
    const before = rig.commands.length;
    await call(rig.url, '/api/strategies/5/stop', { method: 'POST', token: OWNER_TOKEN });
    await call(rig.url, '/api/strategies/MGC-PO3/start', { method: 'POST', token: OWNER_TOKEN });
    await call(rig.url, '/api/sim/speed', { method: 'POST', token: OWNER_TOKEN, body: { speed: 'max' } });
    const unknown = await call(rig.url, '/api/strategies/NOPE/stop', { method: 'POST', token: OWNER_TOKEN });
    expect(unknown.status).toBe(404);
    expect(rig.commands.slice(before).map((each) => each.command)).toEqual([
      { kind: 'stop', scope: { book: 'MGC-PO3' } },
      { kind: 'start', scope: { book: 'MGC-PO3' } },
      { kind: 'set-speed', speed: 'max' },
    ]);
  });
});
