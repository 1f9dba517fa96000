import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HUB_ROUTES } from '../../../../../engine/wire/index.ts';
import { DeclaredCalls, refuse } from '../../../../support/fake-cockpit/declared.ts';

let faults: string[] = [];
let base = '';
let close = (): void => undefined;

beforeEach(async () => {
  faults = [];
  const calls = new DeclaredCalls(
    HUB_ROUTES,
    {
      watchlist: () => ({ symbols: ['MNQ'] }),
      speed: () => ({ success: true }),
      views: () => [],
      flattenStrategy: ({ params }) => refuse('not_found', `there is no strategy ${params.id}`),
      settings: () => ({ remoteCommands: 'yes' }) as never,
    },
    () => true,
    faults,
  );
  const server = createServer((request, response) => {
    void calls.answer(request, response, new URL(request.url ?? '/', 'http://fake'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  close = () => server.close();
});
afterEach(() => close());

async function ask(path: string, body?: unknown): Promise<{ status: number; answer: unknown }> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(base + path, init);
  return { status: response.status, answer: await response.json() };
}

it('answers what is declared, a path that is written out before one with a parameter', async () => {
  expect(await ask('/api/watchlist')).toEqual({ status: 200, answer: { symbols: ['MNQ'] } });
  expect(await ask('/api/strategies/views')).toEqual({ status: 200, answer: [] });
  expect(faults).toEqual([]);
});

it('a refusal is an answer that the page must live with', async () => {
  expect(await ask('/api/strategies/XYZ/flatten', {})).toEqual({
    status: 404,
    answer: { error: { code: 'not_found', message: 'there is no strategy XYZ' } },
  });
  expect(faults).toEqual([]);
});

it.each([
  ['a route that is not declared', '/api/surprise', undefined],
  ['a route that the fake does not answer', '/api/positions', undefined],
  ['a body that is not as declared', '/api/sim/speed', { speed: 'fast' }],
  ['an answer of its own that is not as declared', '/api/settings', undefined],
])('%s is a fault of the test', async (_what, path, body) => {
  expect((await ask(path, body)).status).toBe(500);
  expect(faults).toEqual([expect.stringContaining(path)]);
});
