import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  HUB_ROUTES,
  HUB_SENDS,
  HUB_TAKES,
  SYMBOL_ROUTES,
  SYMBOL_SENDS,
  SYMBOL_TAKES,
  type RouteDeclaration,
} from '../../../engine/wire/index.ts';
import { accountWith, bookOf, positionOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { OWNER_TOKEN, type SymbolRig, call, startSymbolServer } from '../../support/wire/symbol-rig.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Pages and files; the relay's calls follow from the symbol server's declarations. */
const PAGES = ['GET /', 'GET /login', 'GET /plain.js', 'GET /*'];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}

/** One declaration per message and route: what is not declared fails here. */
describe('declarations', () => {
  let hub: HubRig;
  let symbol: SymbolRig;
  beforeAll(async () => {
    hub = await startHub();
    symbol = await startSymbolServer('MNQ');
    symbol.server.publishAccount(accountWith(bookOf('MNQ', { positions: [positionOf()] })));
  });
  afterAll(async () => {
    await symbol.close();
    await hub.close();
  });

  it.each([
    ['hub', () => hub.server.routes, HUB_ROUTES],
    ['symbol', () => symbol.server.routes, SYMBOL_ROUTES],
  ] as const)('%s: registers what is declared, and nothing else', (_name, routes, table) => {
    const declared = (Object.values(table) as RouteDeclaration[]).map(({ method, path }) => `${method} ${path}`);
    const relayed = (Object.values(SYMBOL_ROUTES) as RouteDeclaration[]).map(
      ({ method, path }) => `${method} /symbols/:symbol${path}`,
    );
    const registered = routes().filter((route) => !PAGES.includes(route) && !relayed.includes(route));
    expect([...registered].toSorted()).toEqual([...declared].toSorted());
  });

  it('sends no event whose name is not declared', () => {
    const known = new Set([...Object.keys(HUB_SENDS), ...Object.keys(SYMBOL_SENDS), ...Object.keys(SYMBOL_TAKES)]);
    const sent = new Set<string>();
    for (const text of [
      ...sources('engine/hub'),
      ...sources('engine/symbol/server'),
      readFileSync(join(ROOT, 'engine/adapters/web/house.ts'), 'utf8'),
    ]) {
      for (const match of text.matchAll(/(?:\.emit|emitLatest)\(\s*(?:\w+,\s*\w+,\s*)?'([^']+)'/g))
        sent.add(match[1] ?? '');
      for (const match of text.matchAll(
        /latest\.send\(\s*(?:undefined|room|COCKPIT|\[[^\]]*\]|ROOM\.\w+(?:\([^)]*\))?|intervalRoom\([^)]*\)),\s*'([^']+)'/g,
      ))
        sent.add(match[1] ?? '');
    }
    expect(sent.size).toBeGreaterThan(40);
    expect([...sent].filter((name) => !known.has(name))).toEqual([]);
    // And each declared one is sent by somebody.
    const unsent = [...Object.keys(HUB_SENDS), ...Object.keys(SYMBOL_SENDS)].filter((name) => !sent.has(name));
    expect(unsent).toEqual([]);
    expect(Object.keys(HUB_TAKES).length).toBeGreaterThan(15);
  });

  it('answers every reading call as declared', async () => {
    const device = await pairDevice(hub.url, { name: 'phone', role: 'viewer' });
    for (const [server, table] of [
      [hub.url, HUB_ROUTES],
      [symbol.url, SYMBOL_ROUTES],
    ] as const) {
      for (const route of Object.values(table) as RouteDeclaration[]) {
        if (route.method !== 'GET') continue;
        const token = route.path === '/api/pair' ? device.token : OWNER_TOKEN;
        const query = route.path === '/api/chart' && server === hub.url ? '?strategy=MNQ' : '';
        // Passkeys belong to a name.
        const at = route.path === '/api/auth/passkeys/request' ? server.replace('127.0.0.1', 'localhost') : server;
        const { status, body } = await call<unknown>(at, route.path + query, { token });
        expect([route.path, status, route.reply.safeParse(body).error?.issues]).toEqual([route.path, 200, undefined]);
      }
    }
  });

  it('serves its own descriptions and metrics', async () => {
    expect((await call(hub.url, '/api/openapi.json?server=symbol')).body).toMatchObject({ openapi: '3.1.0' });
    expect((await call(hub.url, '/api/asyncapi.json')).body).toMatchObject({ asyncapi: '3.0.0' });
    expect((await call(hub.url, '/metrics')).status).toBe(401);
    const metrics = await call<string>(hub.url, '/metrics', { token: OWNER_TOKEN });
    expect(metrics.body).toContain('pitwall_link_up 1');
    expect(metrics.body).toMatch(/pitwall_age_budget_seconds\{what="link desk"\} 1/);
    expect(metrics.body).toMatch(/pitwall_age_seconds\{what="feed MNQ"\} 0/);
    expect(metrics.body).toMatch(/pitwall_file_bytes\{name="pitwall\.db"\} 4096/);
  });
});
