import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYMBOL_ROUTES, SYMBOL_SENDS } from '../../engine/wire/index.ts';
import type { ChartPoint, StatusMessage, SymbolConfig, TickMessage, TradeMessage } from '../../engine/wire/index.ts';
import { T0, accountOf, accountWith, barOf, bookOf, positionOf, rowOf, tradeOf } from '../support/wire/fixtures.ts';
import { StrictClient } from '../support/wire/strict-client.ts';
import { OWNER_TOKEN, type SymbolRig, call, startSymbolServer } from '../support/wire/symbol-rig.ts';

const WARM = JSON.stringify({
  signal: 'long',
  bbUpper: 21_100.5,
  bbMiddle: 21_000.25,
  bbBasis: 21_000.25,
  bbLower: 20_900.25,
  rsi: 41.2,
  ttmMomentum: 1.25,
  squeeze: { momentum: 1.25, squeezeFiring: true },
  entry: true,
});
const stored = Array.from({ length: 620 }, (_, n) => ({ bar: barOf(n - 620), json: n < 24 ? undefined : WARM }));
const earlier = tradeOf(1);
const logs = Array.from({ length: 70 }, (_, n) => ({
  seq: n + 1,
  timeMs: T0 - 70_000 + n * 1_000,
  book: 'MNQ',
  type: 'info' as const,
  message: `line ${n}`,
}));

/** A symbol server as a client of document 000 sees it. */
describe('document 000', () => {
  let rig: SymbolRig;
  const clients: StrictClient[] = [];
  const client = async (): Promise<StrictClient> => {
    const made = new StrictClient(rig.url, SYMBOL_SENDS);
    clients.push(made);
    await made.connected();
    return made;
  };

  beforeAll(async () => {
    rig = await startSymbolServer('MNQ', { points: stored, trades: [earlier], logs });
    rig.server.publishAccount(accountOf());
  });
  afterAll(async () => {
    for (const each of clients) each.close();
    await rig.close();
    for (const each of clients) expect(each.faults).toEqual([]);
  });

  it('greets with config, the last 500 points, 50 log lines and the status', async () => {
    const dash = await client();
    const config = await dash.wait<SymbolConfig>('config');
    expect(config).toEqual({
      symbol: 'MNQZ6',
      bbPeriod: 20,
      bbStdDev: 3,
      rsiPeriod: 24,
      rsiOversold: 30,
      rsiOverbought: 70,
      strategyId: 1,
      id: 'MNQ',
      strategy: 'MNQ-WINNER',
      tickSize: 0.25,
      tickValue: 0.5,
      simulated: true,
      hours: 'always',
      parameters: { stopAtr: 1.5, targetAtr: 3 },
    });
    const history = await dash.wait<ChartPoint[]>('chartHistory');
    expect(history).toHaveLength(500);
    expect(history[0]?.timestamp).toBe(new Date(T0 - 500 * 60_000).toISOString());
    expect(history.at(-1)).toMatchObject({ ...JSON.parse(WARM), timestamp: new Date(T0 - 60_000).toISOString() });
    const status = await dash.wait<StatusMessage>('status');
    expect(status).toMatchObject({
      tradingEnabled: true,
      state: 'RUN',
      position: null,
      pendingSetup: null,
      realizedPnL: 0,
      accountStatus: {
        balance: 50_000,
        buyingPower: 50_000,
        dailyPnL: 0,
        openPositions: 0,
        dailyLossLimit: 1_000,
        isAtRisk: false,
      },
      lastQuote: 21_000,
    });
    expect(status.trades.map((trade) => trade.tradeId)).toEqual([earlier.tradeId]);
    expect(dash.of('log')).toHaveLength(50);
    expect(dash.of('log')[49]).toEqual({
      timestamp: new Date(T0 - 1_000).toISOString(),
      message: 'line 69',
      type: 'info',
    });
  });

  it('sends the history again when asked', async () => {
    const dash = await client();
    await dash.wait('status');
    const again = dash.wait<ChartPoint[]>('chartHistory', undefined, { fresh: true });
    dash.socket.emit('chartHistory');
    expect(await again).toHaveLength(500);
  });

  it('sends at most 10 ticks a second, the last of a bar besides, then the bar with its open time', async () => {
    const dash = await client();
    await dash.wait('status');
    const from = performance.now();
    for (let n = 0; performance.now() - from < 600; n += 1) {
      rig.server.publishTick(barOf(0, { close: 84_000 + (n % 7), high: 84_100, low: 83_000 }));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const closing = barOf(0, { close: 84_050, high: 84_100, low: 83_000 });
    rig.server.publishTick(closing);
    rig.server.publishBar(closing, WARM);
    const bar = await dash.wait<ChartPoint>('bar');
    const ticks = dash.of<TickMessage>('tick');
    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks.at(-1)).toEqual({
      timestamp: new Date(T0).toISOString(),
      open: bar.open,
      high: bar.high,
      low: bar.low,
      close: bar.close,
    });
    expect(bar).toMatchObject({ ...JSON.parse(WARM), timestamp: new Date(T0).toISOString(), volume: closing.volume });
    const names = dash.seen.filter(({ event }) => event === 'tick' || event === 'bar').map(({ event }) => event);
    expect(names.at(-1)).toBe('bar');
  });

  it('sends the status on each change of state, with the whole position', async () => {
    const dash = await client();
    await dash.wait('status');
    rig.server.publishAccount(
      accountWith(bookOf('MNQ', { positions: [positionOf()], dayRealizedCents: -1_234, dayNetCents: -734 }), {
        dayNetCents: -734,
        equityCents: 5_000_500,
      }),
    );
    const status = await dash.wait<StatusMessage>('status', (each) => each.position !== null);
    expect(status.realizedPnL).toBe(-12.34);
    expect(status.accountStatus.dailyPnL).toBe(-7.34);
    expect(status.position).toEqual({
      tradeId: 'MNQ-WINNER-1700000000000-1',
      symbol: 'MNQZ6',
      contractId: 'MNQZ6',
      side: 'long',
      entryPrice: 20_997.5,
      entryTime: new Date(T0 - 60_000).toISOString(),
      stopLoss: 20_975,
      target: 21_042.5,
      totalQty: 1,
      entryRSI: 27.4,
      entryOrderId: 'MNQ-O1',
      stopOrderId: 'MNQ-O2',
      targetOrderId: 'MNQ-O3',
      stopFilled: false,
      targetFilled: false,
      stopLimitPending: false,
      monitoringStop: false,
      unrealizedPnL: 5,
      entryCommission: 0.37,
      exitCommission: 0,
    });
    rig.server.publishAccount(accountWith(bookOf('MNQ', { positions: [positionOf({ stop: null })] })));
    const naked = await dash.wait<StatusMessage>('status', (each) => each.position?.monitoringStop === true);
    expect(naked.position?.stopLoss).toBeNull();
    rig.server.publishView({
      pendingSetup: 'short',
      barsLeft: 12,
      phase: 'setup',
      note: 'waiting for the squeeze',
      levels: [],
    });
    await dash.wait<StatusMessage>('status', (each) => each.pendingSetup === 'short');
  });

  it('sends a trade when the position went flat, an alert with it, and keeps it for the day', async () => {
    const dash = await client();
    await dash.wait('status');
    const closed = tradeOf(2, { exitReason: 'sl_hit', netCents: -4_574, grossCents: -4_500 });
    rig.server.publishRows([rowOf(200, { type: 'TradeClosed', trade: closed })]);
    rig.server.publishRows([rowOf(200, { type: 'TradeClosed', trade: closed })]);
    const trade = await dash.wait<TradeMessage>('trade');
    expect(trade).toEqual({
      tradeId: closed.tradeId,
      side: 'long',
      entryPrice: 20_997.5,
      exitPrice: 21_000,
      entryTime: new Date(closed.entryMs).toISOString(),
      exitTime: new Date(closed.exitMs).toISOString(),
      quantity: 1,
      pnl: -45.74,
      exitReason: 'sl_hit',
      reasonCode: 'sl_hit',
      reason: 'stop',
    });
    expect((await dash.wait('alert'))['type']).toBe('error');
    const { body } = await call<TradeMessage[]>(rig.url, '/api/trades');
    expect(body.map((each) => each.tradeId)).toEqual([earlier.tradeId, closed.tradeId]);
    expect(dash.of('trade')).toHaveLength(1);
  });

  it('passes log lines and alarms on', async () => {
    const dash = await client();
    await dash.wait('status');
    rig.server.publishLogs([{ seq: 9, timeMs: T0, book: 'MNQ', type: 'success', message: 'entry filled' }]);
    await dash.wait('log', (line) => line['message'] === 'entry filled' && line['type'] === 'success');
    rig.server.publishRows([
      rowOf(201, { type: 'Alarm', code: 'feed_stale', book: 'MNQ', message: 'no quote for 10 s' }),
    ]);
    await dash.wait('alert', (alert) => alert['type'] === 'warning' && alert['message'] === 'no quote for 10 s');
  });

  it('answers every REST call that reads without a token', async () => {
    const status = await call(rig.url, '/api/status');
    expect(status.status).toBe(200);
    expect(SYMBOL_ROUTES.status.reply.safeParse(status.body).error).toBeUndefined();
    const accounts = await call(rig.url, '/api/accounts');
    expect(accounts.body).toEqual({
      accounts: [{ id: 'SIM-1', name: 'SIM-1 (SIM)', balance: 50_000, simulated: true, canTrade: true, active: true }],
    });
    const chart = await call<ChartPoint[]>(rig.url, '/api/chart');
    expect(chart.body).toHaveLength(500);
    const wide = await call<ChartPoint[]>(rig.url, '/api/chart?interval=5m&limit=10');
    expect(wide.body).toHaveLength(10);
    expect(new Date(wide.body[9]?.timestamp ?? 0).getTime() % 300_000).toBe(0);
    const range = await call<ChartPoint[]>(
      rig.url,
      `/api/chart?from=${new Date(T0 - 600_000).toISOString()}&to=${T0 - 300_000}`,
    );
    expect(range.body).toHaveLength(5);
    const none = await call(rig.url, '/api/trades?from=2020-01-01&to=2020-01-02');
    expect(none.body).toEqual([]);
    const page = await call<string>(rig.url, '/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('name="pitwall-place"');
    expect(page.body).toContain('MNQ');
    const script = await call<string>(rig.url, '/socket.io/socket.io.js');
    expect(script.status).toBe(200);
  });

  it('wants the token for what changes state, and says who, from where and why', async () => {
    for (const path of ['/api/trading/start', '/api/trading/stop', '/api/position/flatten', '/api/account/SIM-1']) {
      const refused = await call(rig.url, path, { method: 'POST' });
      expect([path, refused.status]).toEqual([path, 401]);
      const wrong = await call(rig.url, path, { method: 'POST', token: 'x'.repeat(40) });
      expect([path, wrong.status]).toEqual([path, 401]);
    }
    expect(rig.commands).toEqual([]);
    const stop = await call(rig.url, '/api/trading/stop', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { cause: 'key F9', commandId: 'c1' },
    });
    expect(stop.body).toEqual({ success: true, tradingEnabled: false, state: 'EXITS_ONLY' });
    expect(rig.commands[0]).toMatchObject({
      commandId: 'owner:c1',
      command: { kind: 'stop', scope: { book: 'MNQ' } },
      origin: { by: 'person', user: 'owner', device: 'owner token@127.0.0.1', cause: 'key F9' },
    });
    const start = await call(rig.url, '/api/trading/start', { method: 'POST', token: OWNER_TOKEN });
    expect(start.body).toEqual({ success: true, tradingEnabled: true, state: 'RUN' });
  });

  it('answers 409 with the time when start meets HALTED', async () => {
    const usual = rig.answer;
    rig.answer = ({ commandId }) =>
      Promise.resolve({ commandId, ok: false, code: 'halted', message: 'halted: daily loss', untilMs: T0 });
    const refused = await call(rig.url, '/api/trading/start', { method: 'POST', token: OWNER_TOKEN });
    rig.answer = ({ commandId }) =>
      Promise.resolve({ commandId, ok: false, code: 'id_used', message: 'used for another command (stop)' });
    const used = await call(rig.url, '/api/trading/start', { method: 'POST', token: OWNER_TOKEN });
    expect(used).toMatchObject({ status: 409, body: { error: { code: 'id_used' } } });
    rig.answer = usual;
    expect(refused.status).toBe(409);
    expect(refused.body).toEqual({
      error: { code: 'halted', message: 'halted: daily loss', details: { until: new Date(T0).toISOString() } },
    });
  });

  it('answers a flatten with the receipt when it is verified, and after 3 s when it is not', async () => {
    const usual = rig.answer;
    const receipt = {
      id: 'MNQ-F1',
      scope: { book: 'MNQ' },
      actor: 'owner',
      reason: 'manual' as const,
      ended: true,
      clock: 'wall' as const,
      steps: [{ name: 'venue_verified', text: 'venue says flat, 0 working', ms: 3 }],
      verified: true,
      positions: [],
      workingOrders: 0,
      ms: 12,
      timeMs: T0,
    };
    rig.answer = ({ commandId }) => Promise.resolve({ commandId, ok: true, receipt });
    const done = await call(rig.url, '/api/position/flatten', { method: 'POST', token: OWNER_TOKEN });
    expect(done.body).toMatchObject({
      success: true,
      receipt: { verified: true, timestamp: new Date(T0).toISOString() },
    });
    rig.answer = ({ commandId }) => Promise.resolve({ commandId, ok: true, repeated: true, receipt });
    const again = await call(rig.url, '/api/position/flatten', { method: 'POST', token: OWNER_TOKEN });
    expect(again.body).toMatchObject({ success: true, repeated: true });
    rig.answer = () => new Promise(() => {});
    rig.server.flattenProgress({
      t: 'flatten',
      id: 'MNQ-F2',
      scope: { book: 'MNQ' },
      step: 'entries_blocked',
      text: 'entries blocked',
      ms: 1,
    });
    const from = performance.now();
    const late = await call(rig.url, '/api/position/flatten', { method: 'POST', token: OWNER_TOKEN });
    rig.answer = usual;
    expect(performance.now() - from).toBeGreaterThan(2_900);
    expect(late.body).toMatchObject({
      success: false,
      receipt: { verified: false, steps: [{ name: 'entries_blocked' }] },
    });
  });

  it('switches the account only when flat, and knows no other', async () => {
    rig.server.publishAccount(
      accountWith(bookOf('MES', { positions: [positionOf({ book: 'MES', root: 'MES', contractId: 'MESZ6' })] })),
    );
    const open = await call(rig.url, '/api/account/SIM-1', { method: 'POST', token: OWNER_TOKEN });
    expect(open.status).toBe(409);
    rig.server.publishAccount(accountOf());
    const flat = await call(rig.url, '/api/account/SIM-1', { method: 'POST', token: OWNER_TOKEN });
    expect(flat.body).toEqual({ success: true, accountId: 'SIM-1' });
    const unknown = await call(rig.url, '/api/account/LIVE-9', { method: 'POST', token: OWNER_TOKEN });
    expect(unknown.status).toBe(404);
  });

  it('refuses foreign hosts and origins, null, and answers its own ports with CORS', async () => {
    const raw = (headers: Record<string, string>): Promise<{ status: number; allow: string | undefined }> =>
      new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port: rig.port, path: '/api/status', headers }, (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0, allow: response.headers['access-control-allow-origin'] });
        });
        sent.on('error', reject).end();
      });
    const host = `127.0.0.1:${rig.port}`;
    expect((await raw({ host: `evil.example:${rig.port}` })).status).toBe(403);
    expect((await raw({ host: '127.0.0.1:1' })).status).toBe(403);
    expect((await raw({ host, origin: 'https://evil.example' })).status).toBe(403);
    expect((await raw({ host, origin: 'null' })).status).toBe(403);
    expect((await raw({ host: `localhost:${rig.port}` })).status).toBe(200);
    expect((await raw({ host: `[::1]:${rig.port}` })).status).toBe(200);
    expect(await raw({ host, origin: `http://localhost:${rig.port}` })).toEqual({
      status: 200,
      allow: `http://localhost:${rig.port}`,
    });
    rig.server.addKnownPorts([3999]);
    expect((await raw({ host, origin: 'http://127.0.0.1:3999' })).allow).toBe('http://127.0.0.1:3999');
    const page = await call(rig.url, '/');
    expect(page.headers.get('content-security-policy')).toMatch(
      new RegExp(`frame-ancestors 'self' [^;]*http://127.0.0.1:${rig.port}[ ;]`),
    );
    const foreign = new StrictClient(rig.url, SYMBOL_SENDS, { extraHeaders: { origin: 'https://evil.example' } });
    await expect(foreign.connected()).rejects.toThrow();
    foreign.close();
    const sandboxed = new StrictClient(rig.url, SYMBOL_SENDS, {
      extraHeaders: { origin: 'null' },
      transports: ['polling'],
    });
    await expect(sandboxed.connected()).rejects.toThrow();
    sandboxed.close();
  });

  it('answers unknown events and hostile payloads with an error, and goes on', async () => {
    const dash = await client();
    await dash.wait('status');
    dash.socket.emit('no:such:event', 1);
    await dash.wait('error', (error) => error['code'] === 'unknown_event');
    dash.socket.emit('pitwall:subscribe', JSON.parse('{"__proto__": {"a": 1}, "interval": "1m"}'));
    dash.socket.emit('pitwall:subscribe', { interval: '7m' });
    await dash.wait('error', (error) => error['code'] === 'bad_request');
    dash.socket.emit('pitwall:subscribe', { interval: '5m' });
    const history = await dash.wait<{ interval: string; points: ChartPoint[] }>('pitwall:history');
    expect(history.interval).toBe('5m');
    expect(history.points.length).toBeGreaterThan(50);
    await dash.wait('pitwall:account');
    await dash.wait('pitwall:strategy');
  });
});
