import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../engine/adapters/web/certificate.ts';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { OWNER_TOKEN, call, startSymbolServer } from '../../support/wire/symbol-rig.ts';

/** 127.0.0.2 counts as exposed. */
describe('an exposed hub', () => {
  let rig: HubRig;
  let cert = '';
  const tlsDir = join(mkdtempSync(join(tmpdir(), 'pitwall-tls-')), 'tls');
  const get = (path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.2', port: rig.port, path, ca: cert, headers }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      sent.on('error', reject).end();
    });

  beforeAll(async () => {
    rig = await startHub({ listen: '127.0.0.2', tlsDir });
    cert = readFileSync(join(tlsDir, 'made.crt.pem'), 'utf8');
  });
  afterAll(() => rig.close());

  it('makes a certificate at first use that names the address, its key for the owner alone', () => {
    expect(statSync(join(tlsDir, 'made.key.pem')).mode & 0o777).toBe(0o600);
    expect(cert).toContain('BEGIN CERTIFICATE');
  });

  it('speaks TLS there and wants a token everywhere, also for what loopback reads freely', async () => {
    expect((await get('/health')).status).toBe(200);
    for (const path of ['/api/status', '/api/account', '/api/strategies'])
      expect([path, (await get(path)).status]).toEqual([path, 401]);
    expect((await get('/api/status', { authorization: `Bearer ${OWNER_TOKEN}` })).status).toBe(200);
    await expect(call(`http://127.0.0.2:${rig.port}`, '/health')).rejects.toThrow();
    expect((await call(rig.url, '/health')).status).toBe(200);
    expect((await call(rig.url, '/api/status')).status).toBe(401);
  });

  it('takes a page by proofs of that very address', async () => {
    const page = await PageClient.opened(rig.url, OWNER_TOKEN);
    const secure = `https://127.0.0.2:${rig.port}`;
    const nonce = (await call(rig.url, '/health', { headers: { dpop: 'a nonce' } })).headers.get('dpop-nonce') ?? '';
    const at = (url: string): Promise<Record<string, string>> => {
      page.prover.heard(url, nonce);
      return page.headers('/api/account', 'GET', url);
    };
    expect((await get('/api/account', await at(secure))).status).toBe(200);
    for (const other of [rig.url, `http://127.0.0.2:${rig.port}`, `https://127.0.0.1:${rig.port}`])
      expect([other, (await get('/api/account', await at(other))).status]).toEqual([other, 401]);
    expect((await call(rig.url, '/api/account', { headers: await at(secure) })).status).toBe(401);
    expect((await get('/api/account', { ...(await at(secure)), dpop: '' })).status).toBe(401);
    page.prover.heard(secure, nonce);
    const client = new DocumentClient(secure, { ...page.socket(secure), reconnection: false, ca: cert });
    await client.connected();
    client.close();
  });

  it('admits sockets with a token, and counts this machine at its exposed address as remote', async () => {
    const open = async (n: number): Promise<DocumentClient> => {
      const client = new DocumentClient(`https://127.0.0.2:${rig.port}`, {
        auth: { token: OWNER_TOKEN },
        reconnection: false,
        ca: cert,
        transports: n % 2 === 0 ? ['websocket'] : ['polling'],
      });
      await client.connected();
      return client;
    };
    const clients: DocumentClient[] = [];
    for (let n = 0; n < 5; n += 1) clients.push(await open(n));
    await clients[0]?.got('pnl_update');
    await expect(open(5)).rejects.toThrow(/^Too many connections/);
    const list = await call<{ address: string }[]>(rig.url, '/api/connections', { token: OWNER_TOKEN });
    expect([...new Set(list.body.map(({ address }) => address))]).toEqual(['127.0.0.1 via 127.0.0.2']);
    for (const client of clients) client.close();
  });

  it('pairs with a link to the exposed address', async () => {
    const pairing = await call<{ url: string; fingerprint: string }>(rig.url, '/api/devices/pairing', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { name: 'phone', role: 'flatten' },
    });
    const { fingerprint256 } = new X509Certificate(cert);
    expect(pairing.body.fingerprint).toBe(fingerprint256);
    expect(pairing.body.url).toMatch(
      new RegExp(
        `^https://127\\.0\\.0\\.2:${rig.port}/#pair=[A-Z2-9]{8}&sha256=${fingerprint256.replaceAll(':', '')}$`,
      ),
    );
  });

  it('lets a remote device only look on a live account, unless the owner allowed more', async () => {
    const { token } = await pairDevice(rig.url, { name: 'phone', role: 'trader' });
    const headers = { authorization: `Bearer ${token}` };
    const role = async (): Promise<unknown> =>
      (JSON.parse((await get('/api/auth/me', headers)).body) as { role: string }).role;
    expect(await role()).toBe('trader');
    const { accountOf } = await import('../../support/wire/fixtures.ts');
    rig.server.take({ t: 'account', view: accountOf({ mode: 'LIVE' }) });
    expect(await role()).toBe('viewer');
    await call(rig.url, '/api/settings', { method: 'PUT', token: OWNER_TOKEN, body: { remoteCommands: true } });
    expect(await role()).toBe('trader');
  });

  it('serves a second port, and exposes symbol servers with the same rules', async () => {
    const alias = await startHub({ aliasPort: 24_117 });
    expect((await call('http://127.0.0.1:24117', '/health')).status).toBe(200);
    await alias.close();
    const symbol = await startSymbolServer('MES', { deps: { listen: '127.0.0.2', tlsDir } });
    expect((await call(symbol.url, '/api/status')).status).toBe(401);
    const client = new DocumentClient(`https://127.0.0.2:${symbol.port}`, {
      ca: cert,
      reconnection: false,
      transports: ['websocket'],
    });
    await expect(client.connected()).rejects.toThrow(/^Authentication required/);
    const known = new DocumentClient(`https://127.0.0.2:${symbol.port}`, {
      ca: cert,
      auth: { token: OWNER_TOKEN },
      transports: ['websocket'],
    });
    await known.connected();
    expect(await known.got<{ symbol: string }>('config')).toMatchObject({ symbol: 'MESZ6' });
    client.close();
    known.close();
    await symbol.close();
  });
});

it("answers by the name of one's own certificate, and by no other that is pointed here", async () => {
  const tlsDir = mkdtempSync(join(tmpdir(), 'pitwall-tls-'));
  const { cert, key } = makeCertificate(['desk.example.test'], Date.now());
  writeFileSync(join(tlsDir, 'own.crt.pem'), cert);
  writeFileSync(join(tlsDir, 'own.key.pem'), key);
  const rig = await startHub({ listen: '127.0.0.2', tlsDir });
  const status = (name: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { host: `${name}:${rig.port}`, origin: `https://${name}:${rig.port}` };
      const servername = 'desk.example.test';
      const sent = request({ host: '127.0.0.2', port: rig.port, path: '/health', ca: cert, servername, headers });
      sent.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
      sent.end();
    });
  expect(await status('desk.example.test')).toBe(200);
  expect(await status('evil.example.test')).toBe(403);
  await rig.close();
  rmSync(tlsDir, { recursive: true, force: true });
});
