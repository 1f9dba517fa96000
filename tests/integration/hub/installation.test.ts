import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudit } from '../../../engine/store/checker/audit-check.ts';
import { Findings } from '../../../engine/store/checker/findings.ts';
import { type AuditEntry, HUB_SENDS, SYMBOL_SENDS } from '../../../engine/wire/index.ts';
import { startPitwall, type Pitwall } from '../../support/start-pitwall.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { call } from '../../support/wire/symbol-rig.ts';

const EVENTS = ['MARKET_ALERT', 'TRADE_SIGNAL', 'NEWS_UPDATE', 'RISK_ALERT', 'SYSTEM'];

/** The hub of a whole installation: everything that it sends is as declared, and killing it or the desk is a pause. */
describe('the hub of an installation', () => {
  let pitwall: Pitwall;
  const clients: StrictClient[] = [];
  const post = <T = Record<string, unknown>>(path: string, body: unknown, token: string | undefined = pitwall.token) =>
    call<T>(pitwall.hub, path, { method: 'POST', token, body });
  const connect = async (url: string, declared: typeof HUB_SENDS | typeof SYMBOL_SENDS): Promise<StrictClient> => {
    const client = new StrictClient(url, declared, {
      auth: { token: pitwall.token },
      reconnection: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 300,
    });
    clients.push(client);
    await client.connected();
    return client;
  };

  beforeAll(async () => {
    pitwall = await startPitwall({
      flags: ['--preset', 'demo', '--seed', '5', '--history-days', '1', '--speed', '300'],
    });
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await pitwall?.stop();
    expect([...new Set(clients.flatMap((client) => client.faults))]).toEqual([]);
  });

  it('sends everything as declared, trades and orders among it', async () => {
    const hub = await connect(pitwall.hub, HUB_SENDS);
    for (const event of [
      'pitwall:subscribe',
      'subscribe:portfolio',
      'subscribe:trades',
      'subscribe:orders',
      'subscribe:positions',
      'subscribe:notifications',
    ])
      hub.socket.emit(event);
    hub.socket.emit('subscribe:events', { eventTypes: EVENTS });
    hub.socket.emit('subscribe:watchlist', ['MNQ', 'MESZ6', 'AAPL']);
    hub.socket.emit('subscribe:market', { symbols: ['MGC', 'BTCUSD'] });
    hub.socket.emit('subscribe:prices', { symbols: ['M6E', 'EURUSD'] });
    const relay = await connect(`${pitwall.hub}/symbols/MNQ`, SYMBOL_SENDS);
    relay.socket.emit('pitwall:subscribe', { interval: '5m' });
    await Promise.all([
      hub.wait('trade:executed', undefined, { ms: 60_000 }),
      hub.wait('order:notification', undefined, { ms: 60_000 }),
      hub.wait('position:update', undefined, { ms: 60_000 }),
      hub.wait('notification', undefined, { ms: 60_000 }),
      hub.wait('quote:update', undefined, { ms: 60_000 }),
      hub.wait('market:data', (data) => data['symbol'] === 'MGC', { ms: 60_000 }),
      hub.wait('pnl_update', undefined, { ms: 60_000 }),
      relay.wait('bar', undefined, { ms: 60_000 }),
    ]);
    const { body } = await call<{ calendar_data: unknown[] }>(pitwall.hub, '/api/dashboard/pnl-calendar', {
      token: pitwall.token,
    });
    expect(body.calendar_data.length).toBeGreaterThan(0);
  });

  it('writes one log of all processes, without the secrets', async () => {
    interface Line {
      readonly name: string;
      readonly msg: string;
      readonly trace?: string;
      readonly role?: string;
    }
    const log = (): string => readFileSync(join(pitwall.dataDir, 'logs', 'combined.log'), 'utf8');
    // What is said reaches the file a moment later; the last line may be on its way.
    const linesOf = (text: string): Line[] =>
      text
        .slice(0, text.lastIndexOf('\n'))
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
    // From the signal to the fill under one trace: the step whose quotes led to it.
    const filledEntry = (lines: readonly Line[]): Line | undefined =>
      lines.find(
        ({ msg, role, trace }) =>
          msg === 'OrderSubmitted' &&
          role === 'entry' &&
          lines.some((each) => each.msg === 'OrderFilled' && each.trace === trace),
      );
    await expect.poll(() => filledEntry(linesOf(log()))?.trace).toMatch(/^[A-Z0-9-]+-\d+$/);
    const text = log();
    const lines = linesOf(text);
    const names = new Set(lines.map(({ name }) => name));
    for (const name of ['host', 'venue', 'desk', 'hub', 'MNQ', 'MGC-PO3']) expect([...names]).toContain(name);
    expect(text).not.toContain(pitwall.token);
    const trace = filledEntry(lines)?.trace;
    expect(lines.filter((line) => line.msg === 'OrderSubmitted' && line.trace === trace).length).toBeGreaterThan(1);
  });

  it('flattens and verifies at the venue', async () => {
    const { status, body } = await post<{ success: boolean; receipt: { verified: boolean; workingOrders: number } }>(
      '/api/flatten',
      { cause: 'test' },
    );
    expect([status, body.success, body.receipt.verified, body.receipt.workingOrders]).toEqual([200, true, true, 0]);
    const account = await call<{ books: { state: string; positions: unknown[] }[] }>(pitwall.hub, '/api/account', {
      token: pitwall.token,
    });
    expect(account.body.books.map(({ state, positions }) => [state, positions])).toEqual(
      account.body.books.map(() => ['EXITS_ONLY', []]),
    );
  });

  it('reaches the books that no strategy has, and refuses to end or confirm what there is not', async () => {
    const external = await post<{ success: boolean }>('/api/strategies/EXTERNAL/flatten', {});
    expect([external.status, external.body.success]).toEqual([200, true]);
    const refusals: readonly (readonly [path: string, body: object, code: string])[] = [
      ['/api/differences/acknowledge', { difference: 'position:MNQZ6' }, 'unknown_difference'],
      ['/api/flatten/end', {}, 'unknown_flatten'],
      ['/api/strategies/MNQ/flatten/end', {}, 'unknown_flatten'],
      ['/api/strategies/NONE/flatten/end', {}, 'not_found'],
    ];
    for (const [path, body, code] of refusals) {
      const answer = await post<{ error: { code: string } }>(path, body);
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 404, code]);
    }
  });

  it('killed, is back with its users, read states and audit, and clients come back by themselves', async () => {
    expect((await post('/api/users', { userName: 'Ann', role: 'viewer', password: 'correct horse 7' })).status).toBe(
      200,
    );
    await post('/api/notifications/read', {});
    const hub = clients[0];
    const again = hub?.wait('connected', undefined, { fresh: true, ms: 30_000 });
    const pid = pitwall.kill('hub');
    const symbol = pitwall.symbols['MES'] ?? '';
    for (const token of [pitwall.token, undefined])
      await call(symbol, '/api/trading/stop', { method: 'POST', token, body: { cause: 'the hub is away' } });
    await pitwall.replaced('hub', pid);
    await again;
    await expect
      .poll(
        async () => (await post('/api/auth/login', { userName: 'Ann', password: 'correct horse 7' }, undefined)).status,
      )
      .toBe(200);
    const unread = await call<unknown[]>(pitwall.hub, '/api/notifications?unread=true', { token: pitwall.token });
    expect(unread.body.length).toBeLessThan(20);
    const audit = await call<{ rows: AuditEntry[] }>(pitwall.hub, '/api/audit?limit=1000', { token: pitwall.token });
    expect(audit.body.rows.map(({ what }) => what)).toEqual(expect.arrayContaining(['begun', 'flatten', 'add-user']));
    // What was asked of a symbol server while the hub was dead is there too, allowed and denied.
    const away = audit.body.rows.filter(({ door, what }) => door === 'MES' && what === 'stop');
    expect(away.map(({ actor, result }) => [actor, result])).toEqual([
      ['owner', 'ok'],
      ['', 'unauthorized'],
    ]);
    const findings = new Findings();
    checkAudit(pitwall.dataDir, findings);
    expect(findings.all()).toEqual([]);
  });

  it('outlives the desk: the last picture, marked stale, then the present one; no fill is told twice', async () => {
    const hub = await connect(pitwall.hub, HUB_SENDS);
    hub.socket.emit('pitwall:subscribe');
    hub.socket.emit('subscribe:trades');
    await hub.wait('pitwall:account');
    expect((await post('/api/start', {})).status).toBe(200);
    const pid = pitwall.kill('desk');
    await hub.wait('pitwall:link', (link) => link['up'] === false, { ms: 60_000 });
    await hub.wait('pitwall:account', (account) => account['stale'] === true, { ms: 60_000 });
    await pitwall.replaced('desk', pid);
    await hub.wait('pitwall:link', (link) => link['up'] === true, { fresh: true, ms: 60_000 });
    await hub.wait('pitwall:account', (account) => account['stale'] === false, { fresh: true, ms: 60_000 });
    const before = hub.of('trade:executed').length;
    await expect.poll(() => hub.of('trade:executed').length).toBeGreaterThan(before);
    const ids = hub.of<{ id: string }>('trade:executed').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
