import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

const IDS = ['MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3'];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

type Payload = Readonly<Record<string, unknown>>;

/** What a plain client of one port has heard, by event. */
class Ear {
  readonly heard = new Map<string, unknown[]>();
  readonly socket: Socket;

  constructor(url: string) {
    this.socket = io(url, { transports: ['websocket'], forceNew: true });
    this.socket.onAny((name: string, payload: unknown) => {
      const list = this.heard.get(name) ?? [];
      list.push(payload);
      this.heard.set(name, list);
    });
  }

  all(name: string): readonly Payload[] {
    return (this.heard.get(name) ?? []) as Payload[];
  }
}

let pitwall: Pitwall;
const ears = new Map<string, Ear>();

async function until(what: string, ready: () => boolean, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (!ready()) {
    if (Date.now() > end) throw new Error(`no ${what} within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const each = (check: (ear: Ear, id: string) => boolean): boolean => IDS.every((id) => check(ears.get(id)!, id));

describe('document 000 on all five ports of a whole installation at once, with a plain client', () => {
  beforeAll(async () => {
    pitwall = await startPitwall({
      flags: [
        '--preset',
        'demo',
        '--seed',
        '3',
        '--history-days',
        '4',
        '--speed',
        '1200',
        '--from',
        '2026-11-18T15:00:00Z',
      ],
    });
    for (const id of IDS) ears.set(id, new Ear(pitwall.symbols[id]!));
  });

  afterAll(async () => {
    for (const ear of ears.values()) ear.socket.close();
    await pitwall?.stop();
  });

  it('greets with config, history and the last log lines', async () => {
    await until(
      'greeting',
      () => each((ear) => ear.all('config').length > 0 && ear.all('chartHistory').length > 0),
      200_000,
    );
    for (const id of IDS) {
      const [config] = ears.get(id)!.all('config');
      expect(config).toMatchObject({ bbPeriod: 20, rsiPeriod: 24, simulated: true, id });
      for (const field of [
        'symbol',
        'bbStdDev',
        'rsiOversold',
        'rsiOverbought',
        'strategyId',
        'strategy',
        'tickSize',
        'tickValue',
        'parameters',
      ]) {
        expect(config, `${id} ${field}`).toHaveProperty(field);
      }
      expect(config?.['symbol']).toMatch(/^(MNQ|MES|MGC|M6E)[FGHJKMNQUVXZ]\d$/);
      const history = ears.get(id)!.all('chartHistory')[0] as unknown as Payload[];
      expect(history).toHaveLength(500);
      for (const point of history) {
        expect(point['timestamp']).toMatch(ISO);
        for (const field of [
          'open',
          'high',
          'low',
          'close',
          'volume',
          'bbUpper',
          'bbMiddle',
          'bbBasis',
          'bbLower',
          'rsi',
          'ttmMomentum',
        ]) {
          expect(typeof point[field], `${id} ${field}`).toBe('number');
        }
        expect(typeof (point['squeeze'] as Payload)['squeezeFiring']).toBe('boolean');
      }
      const times = history.map((point) => Date.parse(String(point['timestamp'])));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(new Set(times).size).toBe(times.length);
    }
  });

  it('sends bars, ticks, status with position, trades, logs and alerts', async () => {
    await until(
      'bars, ticks and status',
      () => each((ear) => ['bar', 'tick', 'status'].every((name) => ear.all(name).length > 0)),
      200_000,
    );
    await until(
      'trades on all ports',
      () => each((ear) => ear.all('trade').length > 0 && ear.all('log').length > 0),
      400_000,
    );
    for (const id of IDS) {
      const ear = ears.get(id)!;
      const bar = ear.all('bar').at(-1)!;
      expect(bar['timestamp']).toMatch(/:00\.000Z$/);
      expect(typeof bar['bbUpper']).toBe('number');
      expect(Object.keys(ear.all('tick')[0]!).sort()).toEqual(['close', 'high', 'low', 'open', 'timestamp']);
      const status = ear.all('status').at(-1)!;
      for (const field of [
        'tradingEnabled',
        'state',
        'position',
        'pendingSetup',
        'realizedPnL',
        'accountStatus',
        'lastQuote',
        'currentBar',
        'trades',
        'timestamp',
      ]) {
        expect(status, `${id} ${field}`).toHaveProperty(field);
      }
      for (const field of ['balance', 'buyingPower', 'dailyPnL', 'openPositions', 'dailyLossLimit', 'isAtRisk']) {
        expect(status['accountStatus'], `${id} ${field}`).toHaveProperty(field);
      }
      const held = ear
        .all('status')
        .map((one) => one['position'] as Payload | null)
        .find((position) => position !== null);
      if (held !== undefined && held !== null) {
        for (const field of [
          'tradeId',
          'symbol',
          'contractId',
          'side',
          'entryPrice',
          'entryTime',
          'stopLoss',
          'totalQty',
          'entryOrderId',
          'stopFilled',
          'targetFilled',
          'stopLimitPending',
          'monitoringStop',
        ]) {
          expect(held, `${id} ${field}`).toHaveProperty(field);
        }
      }
      const trade = ear.all('trade')[0]!;
      expect(trade['tradeId']).toMatch(/^[A-Z0-9-]+-\d{13}-\d+$/);
      for (const field of [
        'side',
        'entryPrice',
        'exitPrice',
        'entryTime',
        'exitTime',
        'quantity',
        'pnl',
        'exitReason',
      ]) {
        expect(trade, `${id} ${field}`).toHaveProperty(field);
      }
      const line = ear.all('log')[0]!;
      expect(['info', 'success', 'warning', 'error']).toContain(line['type']);
      expect(line['timestamp']).toMatch(ISO);
    }
    expect([...ears.values()].some((ear) => ear.all('alert').length > 0)).toBe(true);
    expect([...ears.values()].some((ear) => ear.all('status').some((one) => one['position'] !== null))).toBe(true);
  });

  it('answers every REST call', async () => {
    const authorization = `Bearer ${pitwall.token}`;
    for (const id of IDS) {
      const url = pitwall.symbols[id]!;
      const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json();
      expect(await get('/api/status')).toHaveProperty('tradingEnabled');
      const { accounts } = (await get('/api/accounts')) as { accounts: Payload[] };
      expect(accounts[0]).toMatchObject({ simulated: true, active: true });
      expect((await get('/api/chart')) as unknown[]).toHaveLength(500);
      expect(Array.isArray(await get('/api/trades'))).toBe(true);
      const page = await fetch(`${url}/`);
      expect(page.headers.get('content-type')).toMatch(/html/);
      const refused = await fetch(`${url}/api/trading/stop`, { method: 'POST' });
      expect(refused.status).toBe(401);
      const post = async (path: string): Promise<Payload> =>
        (await (await fetch(`${url}${path}`, { method: 'POST', headers: { authorization } })).json()) as Payload;
      expect(await post('/api/trading/stop')).toMatchObject({
        success: true,
        tradingEnabled: false,
        state: 'EXITS_ONLY',
      });
      expect(await post('/api/trading/start')).toMatchObject({ success: true, tradingEnabled: true, state: 'RUN' });
      expect(await post('/api/position/flatten')).toMatchObject({ success: true, receipt: { verified: true } });
      const before = ears.get(id)!.all('chartHistory').length;
      ears.get(id)!.socket.emit('chartHistory');
      await until('history again', () => ears.get(id)!.all('chartHistory').length > before, 200_000);
    }
  });
});
