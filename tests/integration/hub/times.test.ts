import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { HUB_ROUTES, type RouteDeclaration, SYMBOL_ROUTES } from '../../../engine/wire/index.ts';
import { accountOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, type SymbolRig, call, startSymbolServer } from '../../support/wire/symbol-rig.ts';

/** Names under which a query takes a time. */
const TIMES = ['from', 'to', 'start', 'end', 'start_date', 'end_date'];

interface Place {
  readonly url: string;
  readonly name: string;
}

let hub: HubRig;
let symbol: SymbolRig;
beforeAll(async () => {
  hub = await startHub();
  hub.server.take({ t: 'account', view: accountOf() });
  symbol = await startSymbolServer('MNQ');
});
afterAll(async () => {
  await symbol.close();
  await hub.close();
});

function places(base: string, routes: Readonly<Record<string, RouteDeclaration>>): Place[] {
  return Object.values(routes).flatMap(({ path, query }) => {
    const names = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
    const given = names.includes('strategy') ? 'strategy=MNQ&' : '';
    return names.filter((name) => TIMES.includes(name)).map((name) => ({ url: `${base}${path}?${given}`, name }));
  });
}

it('every query that takes a time reads it alike: without a zone it is UTC, and what is no time is told', async () => {
  const asked = [...places(hub.url, HUB_ROUTES), ...places(symbol.url, SYMBOL_ROUTES)];
  expect(asked.length).toBeGreaterThan(14);
  for (const { url, name } of asked) {
    const ask = async (text: string) => {
      const { status, body } = await call(`${url}${name}=${encodeURIComponent(text)}`, '', { token: OWNER_TOKEN });
      return [status, JSON.stringify(body)];
    };
    const zoneless = await ask('2026-11-20T14:30:00');
    expect([url, name, zoneless[0]]).toEqual([url, name, 200]);
    for (const same of ['2026-11-20T14:30:00.000Z', '2026-11-20T14:30:00+00:00', '2026-11-20 14:30', '1795185000000'])
      expect([url, name, same, ...(await ask(same))]).toEqual([url, name, same, ...zoneless]);
    const [status, text] = await ask('last tuesday');
    expect([url, name, status]).toEqual([url, name, 400]);
    expect(text).toContain(`${name}: expected`);
  }
});
