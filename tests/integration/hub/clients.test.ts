import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { moveMarket, playTrade } from '../../support/wire/hub-story.ts';
import { RawClient } from '../../support/wire/raw-client.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { OWNER_TOKEN, type SymbolRig, startSymbolServer } from '../../support/wire/symbol-rig.ts';

const PYTHON_CLIENT = join(import.meta.dirname, '../../fixtures/one-argument-handlers.py');
const hasPython = spawnSync('python3', ['-c', 'import socketio, websocket']).status === 0;

// Its own `exports` hide its types; what is used of it is called as in version 4.
const { io: dial3 } = createRequire(import.meta.url)('socket.io-client-3') as { readonly io: typeof io };

const SUBSCRIBES = [
  'subscribe:portfolio',
  'subscribe:trades',
  'subscribe:orders',
  'subscribe:positions',
  'subscribe:notifications',
];
/** What a program hears of a trade that is opened, closed and followed by a denied order. */
const HEARD = [
  'connected',
  'status',
  'market:status',
  'subscription:confirmed',
  'portfolio:update',
  'position:update',
  'pnl_update',
  'position_update',
  'strategy_pnl_update',
  'market_data',
  'trade:executed',
  'trade:failed',
  'order:update',
  'order:notification',
  'notification',
  'log_entry',
];

function tellStory(rig: HubRig, from: number): void {
  moveMarket(rig, from);
  playTrade(rig, from);
  rig.server.take({
    t: 'committed',
    n: from,
    endMs: accountOf().asOf.timeMs,
    rows: [],
    logs: [{ seq: from, timeMs: accountOf().asOf.timeMs, book: 'MNQ', type: 'info', message: 'a line' }],
  });
}

/** Programs in other languages and of other years, beside the library's own newest client. */
describe('clients of any language', () => {
  let rig: HubRig;
  let symbol: SymbolRig;
  let from = 10_000;
  const ends: (() => void)[] = [];
  beforeAll(async () => {
    rig = await startHub();
    symbol = await startSymbolServer('MNQ', { logs: [{ seq: 1, timeMs: 1, book: 'MNQ', type: 'info', message: 'a' }] });
    rig.serve(symbol);
    rig.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
    symbol.server.publishAccount(accountOf());
  });
  afterAll(async () => {
    for (const end of ends) end();
    await symbol.close();
    await rig.close();
  });

  it('raw frames: one payload an event, at the hub, at a symbol port and over the relay', async () => {
    const shown = { token: OWNER_TOKEN };
    const hub = new RawClient(rig.url, { '/': shown, '/symbols/MNQ': shown });
    const port = new RawClient(symbol.url, { '/': {} });
    const asking = new DocumentClient(rig.url, { auth: { ...shown, resume: true } });
    ends.push(
      () => hub.close(),
      () => port.close(),
      () => asking.close(),
    );
    await asking.connected();
    await expect.poll(() => hub.joined.size).toBe(2);
    for (const event of [...SUBSCRIBES, 'pitwall:subscribe', 'pitwall:ping']) hub.emit(event, { at: 1 });
    await asking.got('connected');
    from += 100;
    tellStory(rig, from);
    const heard = (client: RawClient, nsp: string): string[] => [
      ...new Set(client.events.filter((each) => each.nsp === nsp).map(({ event }) => event)),
    ];
    await expect.poll(() => heard(hub, '/')).toEqual(expect.arrayContaining(HEARD));
    const greeting = ['config', 'chartHistory', 'log', 'status'];
    for (const [client, nsp] of [
      [hub, '/symbols/MNQ'],
      [port, '/'],
    ] as const)
      await expect.poll(() => heard(client, nsp)).toEqual(expect.arrayContaining(greeting));
    for (const { events } of [hub, port]) expect(events.filter(({ payloads }) => payloads.length !== 1)).toEqual([]);
  });

  it('socket.io-client 3.1 as the documents of that year have it', async () => {
    const client = dial3(rig.url, { auth: { token: OWNER_TOKEN }, forceNew: true });
    ends.push(() => client.disconnect());
    const payloads: unknown[][] = [];
    client.onAny((_event: string, ...rest: unknown[]) => payloads.push(rest));
    const names = new Set<string>();
    client.onAny((event: string) => names.add(event));
    await new Promise((resolve) => client.on('connect', () => resolve(undefined)));
    for (const event of SUBSCRIBES) client.emit(event);
    from += 100;
    tellStory(rig, from);
    await expect.poll(() => [...names]).toEqual(expect.arrayContaining(HEARD));
    expect(payloads.filter((each) => each.length !== 1)).toEqual([]);
  });

  it.skipIf(!hasPython)('python-socketio with one parameter a handler (skipped: not here)', async () => {
    const child = spawn('python3', [PYTHON_CLIENT, rig.url, OWNER_TOKEN, HEARD.join(), SUBSCRIBES.join()]);
    let faults = '';
    child.stderr.on('data', (text) => (faults += String(text)));
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => lines.push(line));
    const ended = once(child, 'close');
    await expect.poll(() => lines[0]).toBe('ready');
    from += 100;
    tellStory(rig, from);
    await ended;
    expect(faults).not.toContain('TypeError');
    expect(Object.keys(JSON.parse(lines[1] ?? '{}') as object).toSorted()).toEqual(HEARD.toSorted());
  });
});
