import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordedInstance, runningInstance } from '../../../../build/launch/instance.mjs';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pitwall-instance-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

function record(value: unknown): void {
  writeFileSync(join(dataDir, 'instance.json'), JSON.stringify(value));
}

test('no record, half a record or a broken one: no instance', () => {
  expect(recordedInstance(dataDir)).toBeUndefined();
  record({ pid: 1 });
  expect(recordedInstance(dataDir)).toBeUndefined();
  writeFileSync(join(dataDir, 'instance.json'), '{"pid":');
  expect(recordedInstance(dataDir)).toBeUndefined();
});

test('an instance runs if its process lives and its hub answers', async () => {
  const server = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    record({ pid: process.pid, hub });
    expect((await runningInstance(dataDir))?.hub).toBe(hub);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(await runningInstance(dataDir)).toBeUndefined();
});

test('a record left by a process that is gone is no instance', async () => {
  record({ pid: 2 ** 22 + 1, hub: 'http://127.0.0.1:1' });
  expect(await runningInstance(dataDir)).toBeUndefined();
});
