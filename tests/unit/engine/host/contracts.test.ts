import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../../../../engine/config/load.ts';
import { currentContracts } from '../../../../engine/host/contracts.ts';

const folder = mkdtempSync(join(tmpdir(), 'pwt-'));
const tokenFile = join(folder, 'token');
beforeAll(() => writeFileSync(tokenFile, 'the-token\n'));
afterAll(() => rmSync(folder, { recursive: true }));

function settings() {
  const loaded = load({ argv: ['--strategies', 'MNQ,MGC-PO3'], env: {}, folder });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  return loaded.settled.settings;
}

test('the hub is asked with the token; without an answer the dated rule has one', async () => {
  const now = Date.UTC(2026, 10, 20, 12);
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify([{ id: 'MNQ', symbol: 'MNQH7' }]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const hub = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  expect(await currentContracts(settings(), hub, tokenFile, now)).toEqual({ MNQ: 'MNQH7', 'MGC-PO3': 'MGCZ6' });
  expect(asked).toEqual(['Bearer the-token']);
  await new Promise((resolve) => server.close(resolve));
  expect(await currentContracts(settings(), hub, tokenFile, now)).toEqual({ MNQ: 'MNQZ6', 'MGC-PO3': 'MGCZ6' });
});
