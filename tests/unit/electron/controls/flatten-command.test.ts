import { afterEach, beforeEach, expect, test } from 'vitest';
import { flattenEverything } from '../../../../electron/controls/flatten-command.ts';
import { PrivateServers } from '../../../support/private-servers.ts';

const receipt = (verified: boolean) => ({
  success: verified,
  receipt: {
    id: 'f1',
    scope: 'account',
    actor: 'owner',
    reasonCode: 'manual',
    reason: 'flattened by a person',
    ended: verified,
    clock: 'wall',
    steps: [{ name: 'venue_verified', text: 'venue says flat', ms: 3 }],
    verified,
    positions: [],
    workingOrders: 0,
    ms: 40,
    timestamp: '2026-11-20T14:30:00.000Z',
  },
});
const SYMBOLS = [
  { id: 'MNQ', url: 'http://127.0.0.1:2' },
  { id: 'MES', url: 'http://127.0.0.1:3' },
];

let servers: PrivateServers;
beforeEach(() => (servers = new PrivateServers()));
afterEach(() => servers.clear());

/** Opens servers that give this answer, and tells what they are asked. */
async function answering(names: readonly string[], answer: object): Promise<unknown[]> {
  const asked: unknown[] = [];
  for (const name of names) {
    await servers.open(name, (request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        asked.push([name, request.url, request.headers.authorization, JSON.parse(body)]);
        response.end(JSON.stringify(answer));
      });
    });
  }
  return asked;
}

const flatten = (symbols: typeof SYMBOLS = SYMBOLS) => flattenEverything({ wire: servers.wire, symbols }, 'tray');

test('the hub takes it at its private socket, with the cause and an id of its own', async () => {
  const asked = await answering(['hub'], receipt(true));
  expect(await flatten()).toEqual({ isVerified: true, text: 'venue says flat' });
  const body = { cause: 'tray', commandId: expect.stringMatching(/^shell-/) as unknown };
  expect(asked).toEqual([['hub', '/api/flatten', 'Bearer the-token', body]]);
});

test('not verified is said loudly', async () => {
  await answering(['hub'], receipt(false));
  expect(await flatten()).toEqual({ isVerified: false, text: 'NOT verified flat: venue says flat' });
});

test('with the hub away each symbol server is asked; one that is silent is no success', async () => {
  const asked = await answering(['MNQ', 'MES'], receipt(true));
  expect((await flatten()).isVerified).toBe(true);
  expect(asked).toHaveLength(2);
  await servers.close('MES');
  const half = await flatten();
  expect(half.isVerified).toBe(false);
  expect(half.text).toContain('1 of 2 symbol servers');
  await servers.close('MNQ');
  expect(await flatten()).toMatchObject({ isVerified: false, text: expect.stringContaining('Act at your broker') });
});

test('an answer that is not as declared counts as none', async () => {
  await answering(['hub'], { success: true });
  expect((await flatten([])).isVerified).toBe(false);
});
