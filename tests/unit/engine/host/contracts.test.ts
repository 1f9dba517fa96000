import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { load } from '../../../../engine/config/load.ts';
import { currentContracts } from '../../../../engine/host/contracts.ts';
import { PrivateServers } from '../../../support/private-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'pwt-'));
const servers = new PrivateServers();
afterAll(async () => {
  await servers.clear();
  rmSync(folder, { recursive: true });
});

function settings() {
  const loaded = load({ argv: ['--strategies', 'MNQ,MGC-PO3'], env: {}, folder });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  return loaded.settled.settings;
}

test('the hub is asked at its private socket with the token; without an answer the dated rule has one', async () => {
  const now = Date.UTC(2026, 10, 20, 12);
  const asked: (string | undefined)[] = [];
  await servers.open('hub', (request, response) => {
    asked.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify([{ id: 'MNQ', symbol: 'MNQH7' }]));
  });
  expect(await currentContracts(settings(), servers.wire, now)).toEqual({ MNQ: 'MNQH7', 'MGC-PO3': 'MGCZ6' });
  expect(asked).toEqual(['Bearer the-token']);
  await servers.close('hub');
  expect(await currentContracts(settings(), servers.wire, now)).toEqual({ MNQ: 'MNQZ6', 'MGC-PO3': 'MGCZ6' });
});
