import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeInstance } from '../../../engine/host/instance.ts';
import type { ReadyLine } from '../../../engine/host/ready-line.ts';
import { runHost, type DrivenHost } from '../../../electron/run-host.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'pwt-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const HUB = 'http://127.0.0.1:3000';
const INSTANCE = { pid: process.pid, hub: HUB, tokenFile: '/t', runtimeDir: '/run/pw-1', version: '1', startedAt: '' };
writeInstance(dataDir, INSTANCE);

const READY: ReadyLine = {
  event: 'ready',
  hub: HUB,
  tokenFile: '/t',
  dataDir,
  symbols: [{ id: 'MNQ', strategy: 'Winner', contract: 'MNQZ6', url: 'http://127.0.0.1:3333' }],
  processes: [],
};

interface Outcome {
  readonly code: number;
  readonly fault?: string;
}

function fakeHost(): { host: DrivenHost; end: (outcome: Outcome) => void; stops: string[] } {
  const over = Promise.withResolvers<Outcome>();
  const stops: string[] = [];
  const host = {
    run: () => over.promise,
    stop: (reason: string) => {
      stops.push(reason);
      over.resolve({ code: 0 });
    },
  };
  return { host, end: over.resolve, stops };
}

test('a host that is ready tells its addresses; it is stopped in order, and that is no failure', async () => {
  const { host, stops } = fakeHost();
  const running = await runHost((announce) => {
    announce(READY);
    return host;
  });
  expect(running.wire.place).toMatchObject({ hub: HUB, tokenFile: '/t', runtimeDir: '/run/pw-1' });
  expect(running.symbols).toEqual([{ id: 'MNQ', url: 'http://127.0.0.1:3333' }]);
  const failures: string[] = [];
  running.onFailure((message) => failures.push(message));
  await running.stop();
  expect(stops).toHaveLength(1);
  expect(failures).toEqual([]);
});

test('a host that ends before it is ready is an error in its own words', async () => {
  const { host, end } = fakeHost();
  end({ code: 1, fault: 'port 3000 is taken' });
  await expect(runHost(() => host)).rejects.toThrow('port 3000 is taken');
});

test('a host that ends by itself later is a failure that is told', async () => {
  const { host, end } = fakeHost();
  const running = await runHost((announce) => {
    announce(READY);
    return host;
  });
  const failure = new Promise((resolve) => {
    running.onFailure(resolve);
  });
  end({ code: 1, fault: 'the desk died 5 times' });
  expect(await failure).toBe('the desk died 5 times');
});
