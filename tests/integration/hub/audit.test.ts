import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryAudit } from '../../../engine/ports/memory-audit.ts';
import {
  HUB_ROUTES,
  HUB_SENDS,
  HUB_TAKES,
  type RouteDeclaration,
  type RouteTable,
  SYMBOL_ROUTES,
  SYMBOL_TAKES,
  changesSomething,
} from '../../../engine/wire/index.ts';
import { accountOf } from '../../support/wire/fixtures.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { StrictClient } from '../../support/wire/strict-client.ts';
import { OWNER_TOKEN, type SymbolRig, call, startSymbolServer } from '../../support/wire/symbol-rig.ts';

const PASSWORD = 'correct horse 7';

/** Rows since the last look; what was folded is among them. */
function rowsOf(audit: MemoryAudit) {
  audit.flush();
  return audit.rows.splice(0);
}

function changing(table: RouteTable): [string, RouteDeclaration][] {
  return Object.entries(table).filter(([, { method }]) => method !== 'GET');
}

describe('the audit log of every door', () => {
  let hub: HubRig;
  let symbol: SymbolRig;
  /** A device that may only look. */
  let viewer: string;
  let walks = 0;

  const logIn = async (userName: string): Promise<string> => {
    const { body } = await call<{ token: string }>(hub.url, '/api/auth/login', {
      method: 'POST',
      body: { userName, password: PASSWORD },
    });
    return body.token;
  };

  beforeAll(async () => {
    hub = await startHub();
    symbol = await startSymbolServer('MNQ');
    symbol.server.publishAccount(accountOf());
    hub.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
    await call(hub.url, '/api/users', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { userName: 'Vera', role: 'viewer', password: PASSWORD },
    });
    viewer = (await pairDevice(hub.url, { name: 'tablet', role: 'viewer' })).token;
  });
  beforeEach(() => {
    rowsOf(hub.audit);
    rowsOf(symbol.audit);
  });
  afterAll(async () => {
    await symbol.close();
    await hub.close();
  });

  /** Calls each changing route of a table as somebody, and compares the one row with the answer. */
  const walk = async (
    url: string,
    prefix: string,
    table: RouteTable,
    token: string | undefined,
    audits: MemoryAudit[],
  ) => {
    for (const [name, { path }] of changing(table)) {
      walks += 1;
      const { method } = table[name] as RouteDeclaration;
      const target = prefix + path.replaceAll(/:\w+/g, `thing-${walks}`);
      const answer = await call<{ error?: { code: string } }>(url, target, { method, token, body: {} });
      const rows = audits.flatMap((audit) => rowsOf(audit));
      const result = answer.body.error?.code ?? 'ok';
      expect([name, rows.map((row) => row.result)]).toEqual([name, [result]]);
      expect(rows[0]).toMatchObject({ count: 1, address: '127.0.0.1' });
      expect([name, rows[0]?.actor !== '']).toEqual([name, token !== undefined]);
    }
  };

  it('has a row for each changing call of the hub, allowed and denied', async () => {
    for (const token of [undefined, viewer, OWNER_TOKEN]) await walk(hub.url, '', HUB_ROUTES, token, [hub.audit]);
  });

  it("has a row for each changing call at a symbol server's port, allowed and denied", async () => {
    for (const token of [undefined, OWNER_TOKEN]) await walk(symbol.url, '', SYMBOL_ROUTES, token, [symbol.audit]);
    expect(symbol.commands.length).toBeGreaterThan(0);
  });

  it('has one row, and not two, for each changing call over the relay', async () => {
    for (const token of [undefined, viewer, OWNER_TOKEN])
      await walk(hub.url, '/symbols/MNQ', SYMBOL_ROUTES, token, [hub.audit, symbol.audit]);
    await call(hub.url, '/symbols/MES/api/trading/start', { method: 'POST', token: OWNER_TOKEN, body: {} });
    expect(rowsOf(hub.audit)).toMatchObject([{ what: 'start', result: 'not_found', actor: 'owner' }]);
  });

  it('has no row for what only reads', async () => {
    await call(hub.url, '/api/account', { token: OWNER_TOKEN });
    await call(hub.url, '/api/users', {});
    expect(rowsOf(hub.audit)).toEqual([]);
  });

  it('says who, from what, about what, why, and with what result', async () => {
    const post = (path: string, body: unknown, token?: string) => call(hub.url, path, { method: 'POST', token, body });
    const vera = await logIn('Vera');
    await post('/api/flatten', { cause: 'key F8' }, OWNER_TOKEN);
    await post('/api/strategies/MNQ/stop', {}, OWNER_TOKEN);
    await post('/api/users', { userName: 'Eve', role: 'owner', password: PASSWORD }, OWNER_TOKEN);
    await call(hub.url, '/api/users/Eve', {
      method: 'PUT',
      token: OWNER_TOKEN,
      body: { role: 'viewer', password: `${PASSWORD}!` },
    });
    await post('/api/auth/link', {}, OWNER_TOKEN);
    await post('/api/auth/login', { userName: 'Eve', password: 'not right at all' });
    await post('/api/auth/reauthenticate', { password: 'not right at all' }, vera);
    await new PageClient(hub.url).redeem('not a code');
    await post('/api/auth/refresh', { refreshToken: 'not a token' });
    await post('/api/pair', { code: 'NOTACODE' });
    await call(hub.url, '/api/settings', {
      method: 'PUT',
      token: OWNER_TOKEN,
      body: { chat: { endpoint: 'https://models.example', key: 'sk-secret' } },
    });
    const rows = rowsOf(hub.audit);
    const told = rows.map(({ kind, what, actor, scope, cause, result }) => [kind, what, actor, scope, cause, result]);
    expect(told).toEqual([
      ['session', 'log-in', 'Vera', 'Vera', '', 'ok'],
      ['command', 'flatten', 'owner', 'account', 'key F8', 'ok'],
      ['command', 'stop', 'owner', 'MNQ', '', 'ok'],
      ['people', 'add-user', 'owner', 'Eve (owner)', '', 'ok'],
      ['people', 'change-user', 'owner', 'Eve, role viewer, password', '', 'ok'],
      ['people', 'link', 'owner', '', '', 'ok'],
      ['session', 'log-in', '', 'Eve', '', 'unauthorized'],
      ['session', 'reauthenticate', 'Vera', '', '', 'unauthorized'],
      ['session', 'open-page', '', '', '', 'unauthorized'],
      ['session', 'refresh', '', '', '', 'unauthorized'],
      ['devices', 'pair', '', '', '', 'unauthorized'],
      ['settings', 'settings', 'owner', 'chat https://models.example, chat key', '', 'ok'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/sk-secret|correct horse|not right/);
  });

  it('has a row for what was refused before it was a call: a foreign Host, a foreign Origin, a body that is none', async () => {
    await call(hub.url, '/api/flatten', {
      method: 'POST',
      token: OWNER_TOKEN,
      headers: { origin: 'http://evil.example' },
    });
    await new Promise<void>((resolve, reject) => {
      const asked = request(`${hub.url}/api/stop`, { method: 'POST', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume().once('end', resolve);
      });
      asked.once('error', reject).end();
    });
    await fetch(`${hub.url}/api/start`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OWNER_TOKEN}`, 'content-type': 'application/json' },
      body: '{"no":',
    });
    expect(rowsOf(hub.audit).map(({ what, result }) => [what, result])).toEqual([
      ['flatten', 'bad_origin'],
      ['stop', 'bad_host'],
      ['start', 'bad_request'],
    ]);
  });

  it('has a row for a socket that is not let in, at the hub, over the relay and at a symbol port', async () => {
    for (const path of ['', '/symbols/MNQ']) {
      const client = new StrictClient(hub.url + path, HUB_SENDS, { auth: { token: 'not a token' } });
      await expect(client.connected()).rejects.toThrow();
      client.close();
    }
    expect(rowsOf(hub.audit).map(({ kind, what, scope, result }) => [kind, what, scope, result])).toEqual([
      ['session', 'connect', '/', 'unauthorized'],
      ['session', 'connect', '/symbols/MNQ', 'unauthorized'],
    ]);
    const answer = await fetch(`${symbol.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: 'http://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(rowsOf(symbol.audit)).toMatchObject([{ what: 'connect', result: 'bad_origin', actor: '' }]);
  });

  it('folds a flood of the same into one row with a count', async () => {
    for (let n = 0; n < 50; n += 1) await call(hub.url, '/api/stop', { method: 'POST', token: OWNER_TOKEN, body: {} });
    const rows = rowsOf(hub.audit);
    expect(rows.map(({ what, count }) => [what, count])).toEqual([
      ['stop', 1],
      ['stop', 49],
    ]);
  });

  it('is told by pages, newest last, with filters', async () => {
    for (let n = 1; n <= 5; n += 1)
      await call(hub.url, `/api/users/Nobody${n}`, { method: 'DELETE', token: OWNER_TOKEN });
    await call(hub.url, '/api/stop', { method: 'POST', token: OWNER_TOKEN, body: {} });
    interface Page {
      readonly rows: readonly { readonly id: number; readonly scope: string; readonly what: string }[];
      readonly older: number | null;
    }
    const page = async (query: string): Promise<Page> =>
      (await call<Page>(hub.url, `/api/audit?${query}`, { token: OWNER_TOKEN })).body;
    const newest = await page('kind=people&limit=2');
    expect(newest.rows.map(({ scope }) => scope)).toEqual(['Nobody4', 'Nobody5']);
    const older = await page(`kind=people&limit=3&before=${newest.older}`);
    expect(older.rows.map(({ scope }) => scope)).toEqual(['Nobody1', 'Nobody2', 'Nobody3']);
    expect(older.older).toBeNull();
    expect((await page('result=ok')).rows.map(({ what }) => what)).toEqual(['stop']);
    expect((await page('result=refused&actor=owner')).rows).toHaveLength(5);
    expect((await page('actor=Vera')).rows).toEqual([]);
    const strange = await call(hub.url, '/api/audit?kind=nonsense', { token: OWNER_TOKEN });
    expect(strange.status).toBe(400);
    expect((await call(hub.url, '/api/audit', { token: viewer })).status).toBe(403);
  });

  it('knows of no message of a socket that changes something; one that is added leaves rows by itself', () => {
    const names = Object.entries({ ...HUB_TAKES, ...SYMBOL_TAKES }).filter(([, declared]) =>
      changesSomething(declared),
    );
    expect(names).toEqual([]);
  });
});
