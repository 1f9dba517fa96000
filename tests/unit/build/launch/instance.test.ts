import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oneTimeLink, recordedInstance, runningInstance } from '../../../../build/launch/instance.mjs';

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

test('an instance runs if its process lives and its hub answers; it gives links to the owner alone', async () => {
  const server = createServer((request, response) => {
    const isOwner = request.headers.authorization === 'Bearer secret';
    if (request.url === '/health') response.end('{}');
    else if (request.method === 'POST' && isOwner) response.end(JSON.stringify({ url: '/login?once=1' }));
    else response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokenFile = join(dataDir, 'token');
  writeFileSync(tokenFile, 'secret\n');
  try {
    record({ pid: process.pid, hub, tokenFile });
    const instance = await runningInstance(dataDir);
    expect(instance?.hub).toBe(hub);
    expect(await oneTimeLink({ hub, tokenFile })).toBe(`${hub}/login?once=1`);
    writeFileSync(tokenFile, 'wrong');
    await expect(oneTimeLink({ hub, tokenFile })).rejects.toThrow('401');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(await runningInstance(dataDir)).toBeUndefined();
});

test('a record left by a process that is gone is no instance', async () => {
  record({ pid: 2 ** 22 + 1, hub: 'http://127.0.0.1:1', tokenFile: '/none' });
  expect(await runningInstance(dataDir)).toBeUndefined();
});
