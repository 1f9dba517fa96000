import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYMBOL_SENDS } from '../../engine/wire/index.ts';
import { T0, accountOf } from '../support/wire/fixtures.ts';
import { StrictClient } from '../support/wire/strict-client.ts';
import { type SymbolRig, startSymbolServer } from '../support/wire/symbol-rig.ts';

const logs = Array.from({ length: 70 }, (_, n) => ({
  ...{ seq: n + 1, timeMs: T0 - 70_000 + n * 1_000 },
  ...{ book: 'MNQ', type: 'info' as const, message: `line ${n}` },
}));

let rig: SymbolRig;
beforeAll(async () => {
  rig = await startSymbolServer('MNQ', { logs });
  rig.server.publishAccount(accountOf());
});
afterAll(() => rig.close());

it('tells a connection that is recovered the log lines that it missed, and the last fifty to nobody twice', async () => {
  const dash = new StrictClient(rig.url, SYMBOL_SENDS, {
    auth: { resume: true },
    reconnection: true,
    reconnectionDelay: 100,
  });
  await dash.connected();
  const line = (seq: number) => ({ seq, timeMs: T0, book: 'MNQ', type: 'info', message: `seen ${seq}` }) as const;
  rig.server.publishLogs([line(100)]);
  await dash.wait('log', ({ message }) => message === 'seen 100');
  const before = dash.of('log').length;
  expect(before).toBeGreaterThan(50);
  const back = new Promise<void>((resolve) => dash.socket.once('connect', () => resolve()));
  dash.socket.io.engine.close();
  rig.server.publishLogs([line(101)]);
  await back;
  expect(dash.socket.recovered).toBe(true);
  rig.server.publishLogs([line(102)]);
  await dash.wait('log', ({ message }) => message === 'seen 102');
  const after = dash.of('log').slice(before);
  expect(after.map(({ message }) => message).filter((text) => !String(text).startsWith('Dashboard'))).toEqual([
    'seen 101',
    'seen 102',
  ]);
  dash.close();
});
