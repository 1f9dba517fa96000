import { expect, test } from 'vitest';
import { load } from '../../../../engine/config/load.ts';
import { readyLine } from '../../../../engine/host/ready-line.ts';

test('has its fields and leaves out what was dropped', () => {
  const loaded = load({ argv: ['--data-dir', '/data', '--strategies', 'MNQ,MGC-PO3'], env: {}, folder: '/' });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  const line = readyLine({
    settings: loaded.settled.settings,
    tokenFile: '/data/owner.token',
    hub: 'http://127.0.0.1:3000',
    urls: { hub: 'http://127.0.0.1:3000', MNQ: 'http://127.0.0.1:3333' },
    contracts: { MNQ: 'MNQZ6', 'MGC-PO3': 'MGCZ6' },
    processes: [
      { name: 'venue', pid: 2, state: 'up', restarts: 0, sinceMs: 0 },
      { name: 'MNQ', pid: 3, state: 'up', restarts: 0, sinceMs: 0 },
      { name: 'MGC-PO3', pid: null, state: 'dropped', restarts: 4, sinceMs: 0 },
    ],
    hostPid: 1,
  });
  expect(JSON.parse(JSON.stringify(line))).toEqual({
    event: 'ready',
    hub: 'http://127.0.0.1:3000',
    symbols: [{ id: 'MNQ', strategy: 'MNQ-WINNER', contract: 'MNQZ6', url: 'http://127.0.0.1:3333' }],
    processes: [
      { name: 'host', pid: 1 },
      { name: 'venue', pid: 2 },
      { name: 'MNQ', pid: 3 },
    ],
    dataDir: '/data',
    tokenFile: '/data/owner.token',
  });
});
