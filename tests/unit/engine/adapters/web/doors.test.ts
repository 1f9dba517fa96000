import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Doors, openDoors } from '../../../../../engine/adapters/web/doors.ts';

/** Linux answers on every 127.x.x.x: an address that counts as exposed and reaches nobody. */
const EXPOSED = '127.0.0.2';
describe.skipIf(process.platform !== 'linux')('an exposed door', () => {
  let tlsDir: string;
  let doors: Doors;
  let app: FastifyInstance;

  beforeEach(async () => {
    app = fastify();
    tlsDir = mkdtempSync(join(tmpdir(), 'pitwall-doors-'));
    doors = await openDoors({
      app,
      entrance: undefined,
      listen: EXPOSED,
      port: 0,
      tlsDir,
      what: 'the test',
      nowMs: Date.now(),
      onRefused: () => undefined,
    });
  });
  afterEach(async () => {
    await doors.close();
    app.server.close(); // Fastify does not know that it is handed connections
    await app.close();
    rmSync(tlsDir, { recursive: true, force: true });
  });

  /** What a handshake came to: the suite, or an error's code. */
  function shake(options: ConnectionOptions): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect({ host: EXPOSED, port: doors.port, rejectUnauthorized: false, ...options }, () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
        socket.destroy();
      });
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  }

  test('speaks 1.3, and 1.2 with AEAD suites alone', async () => {
    expect(await shake({})).toMatch(/^TLSv1\.3 TLS_AES_256_GCM_SHA384$/);
    const old = { maxVersion: 'TLSv1.2' } as const;
    expect(await shake(old)).toMatch(/^TLSv1\.2 ECDHE-ECDSA-AES\d+-GCM-SHA\d+$/);
    for (const ciphers of ['ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES128-SHA256']) {
      expect([ciphers, await shake({ ...old, ciphers })]).toEqual([ciphers, 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE']);
    }
    const older = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    expect(await shake(older)).toMatch(/^ERR_SSL|^ECONNRESET/);
  });

  test('closes although somebody left in the middle of a handshake', async () => {
    const left = connect({ host: EXPOSED, port: doors.port, rejectUnauthorized: false }, () => left.destroy());
    await once(left, 'close');
    await doors.close();
    expect(await shake({})).toBe('ECONNREFUSED');
  });
});
