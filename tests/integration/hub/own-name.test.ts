import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, OWN_CERT, OWN_KEY } from '../../../engine/adapters/web/certificate.ts';
import type { LoginReply, PasskeyCreation, PasskeyRequest } from '../../../engine/wire/index.ts';
import { Authenticator } from '../../support/wire/authenticator.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, call } from '../../support/wire/symbol-rig.ts';

const HOST = 'desk.example';
const PASSWORD = 'correct horse 7';

/** Another machine, which comes by the name of the certificate that a person brought. */
describe('a hub with a certificate of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-own-'));
  const own = makeCertificate(['127.0.0.2', HOST], Date.now());
  let rig: HubRig;
  const origin = (): string => `https://${HOST}:${rig.port}`;

  function ask<T>(method: string, path: string, body?: unknown, more: Readonly<Record<string, string>> = {}) {
    return new Promise<{ readonly status: number; readonly body: T }>((resolve, reject) => {
      const headers = { host: `${HOST}:${rig.port}`, 'content-type': 'application/json', ...more };
      const to = { host: '127.0.0.2', port: rig.port, servername: HOST, ca: own.cert, method, path, headers };
      const sent = request(to, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        // Of our own hub: each caller names what the route declares.
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as T }));
      });
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  beforeAll(async () => {
    const tlsDir = join(folder, 'tls');
    mkdirSync(tlsDir);
    writeFileSync(join(tlsDir, OWN_CERT), own.cert);
    writeFileSync(join(tlsDir, OWN_KEY), own.key, { mode: 0o600 });
    rig = await startHub({ listen: '127.0.0.2', tlsDir });
  });
  afterAll(async () => {
    await rig.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is reached by its name over TLS, and by that name nowhere else', async () => {
    expect((await ask('GET', '/health')).status).toBe(200);
    expect((await ask('GET', '/health', undefined, { origin: origin() })).status).toBe(200);
    expect((await ask('GET', '/health', undefined, { host: `evil.example:${rig.port}` })).status).toBe(403);
    const plain = await call<{ error: { code: string } }>(rig.url, '/health', {
      headers: { origin: origin().replace('https', 'http') },
    });
    expect([plain.status, plain.body.error.code]).toEqual([403, 'bad_origin']);
  });

  it('has passkeys there, which are of that name', async () => {
    const user = { userName: 'Nele', password: PASSWORD };
    await call(rig.url, '/api/users', { method: 'POST', token: OWNER_TOKEN, body: { ...user, role: 'viewer' } });
    const { token } = (await ask<LoginReply>('POST', '/api/auth/login', user)).body;
    const bearer = { authorization: `Bearer ${token}` };
    const begun = await ask<PasskeyCreation>('POST', '/api/auth/passkeys/begin', { password: PASSWORD }, bearer);
    expect(begun.body.rp.id).toBe(HOST);
    const authenticator = new Authenticator();
    const made = authenticator.make(begun.body, { origin: origin() });
    expect((await ask('POST', '/api/auth/passkeys', { name: 'phone', made }, bearer)).status).toBe(200);
    const enter = async (from: string): Promise<number> => {
      const asked = (await ask<PasskeyRequest>('GET', '/api/auth/passkeys/request')).body;
      return (await ask('POST', '/api/auth/passkeys/login', authenticator.answer(asked, { origin: from }))).status;
    };
    expect(await enter(origin())).toBe(200);
    for (const other of [`https://${HOST}`, `http://${HOST}:${rig.port}`, 'https://evil.example'])
      expect([other, await enter(other)]).toEqual([other, 401]);
  });
});
