import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SECRET_FILE } from '../../engine/adapters/link/own-wire.ts';
import { relayPorts } from '../../engine/host/relayed-ports.ts';
import { AuditFileReader } from '../../engine/store/audit/read-audit.ts';
import { silentLogger } from '../../engine/ports/logger.ts';
import { takeLease } from '../../engine/store/lease.ts';
import { startHub } from '../support/wire/hub-rig.ts';
import { OWNER_TOKEN, call } from '../support/wire/symbol-rig.ts';

const ENTRY = resolve(import.meta.dirname, '../../engine/desk/cli-user.ts');

describe('npm run user', () => {
  let dataDir = '';
  const user = (args: string[], input = ''): Promise<{ code: number | null; out: string; error: string }> =>
    new Promise((done) => {
      const child = spawn(process.execPath, [ENTRY, ...args, '--data-dir', dataDir], { stdio: 'pipe' });
      let out = '';
      let error = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
      child.on('close', (code) => done({ code, out, error }));
      child.stdin.end(input);
    });

  beforeEach(() => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'pitwall-user-')), 'data');
    mkdirSync(dataDir);
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('writes the file itself where nothing runs', async () => {
    expect((await user(['list'])).out).toBe('no users\n');
    expect(await user(['add', 'Ann', '--role', 'trader'], 'correct horse 7\n')).toMatchObject({ code: 0, error: '' });
    expect((await user(['add', 'ann', '--role', 'viewer'], 'correct horse 7\n')).error).toContain('already');
    expect((await user(['add', 'Bob', '--role', 'viewer'], 'short\n')).error).toContain('at least 10');
    expect((await user(['role', 'ANN', '--role', 'viewer'])).code).toBe(0);
    expect((await user(['list'])).out).toBe('Ann  viewer\n');
    expect((await user(['password', 'Ann'], 'another horse 8\n')).code).toBe(0);
    expect((await user(['remove', 'Ann'])).code).toBe(0);
    expect((await user(['list'])).out).toBe('no users\n');
    const rows = new AuditFileReader(dataDir).read({ limit: 9 });
    expect(rows.map(({ door, actor, what, scope }) => [door, actor, what, scope])).toEqual([
      ['user', 'owner', 'add-user', 'Ann (trader)'],
      ['user', 'owner', 'change-user', 'ANN, role viewer'],
      ['user', 'owner', 'change-user', 'Ann, password'],
      ['user', 'owner', 'remove-user', 'Ann'],
    ]);
    expect(await user(['add', 'Ann', '--role', 'king'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('Usage'),
    });
  });

  it('takes from a user all that lets in beside the password, and nothing from another', async () => {
    for (const name of ['Ann', 'Bob']) await user(['add', name, '--role', 'trader'], 'correct horse 7\n');
    const db = new Database(join(dataDir, 'pitwall.db'));
    const ids = db
      .prepare<[], string>(`SELECT json ->> 'userId' FROM hub_rows WHERE "table" = 'users' ORDER BY key`)
      .pluck()
      .all();
    const put = db.prepare('INSERT INTO hub_rows VALUES (?, ?, 0, ?, 0)');
    for (const userId of ids) {
      put.run('recovery', userId, '{}');
      for (const table of ['passkeys', 'sessions']) put.run(table, `${table} of ${userId}`, JSON.stringify({ userId }));
    }
    const left = db
      .prepare<[string], string>(`SELECT "table" FROM hub_rows WHERE key LIKE '%' || ? ORDER BY 1`)
      .pluck();
    const [ann = '', bob = ''] = ids;
    expect(left.all(ann)).toEqual(['passkeys', 'recovery', 'sessions']);
    expect((await user(['password', 'Ann'], 'another horse 8\n')).code).toBe(0);
    expect(left.all(ann)).toEqual(['passkeys', 'recovery']);
    expect((await user(['password-only', 'Ann'])).code).toBe(0);
    expect(left.all(ann)).toEqual([]);
    const [last] = new AuditFileReader(dataDir).read({ limit: 1 });
    expect([last?.what, last?.scope]).toEqual(['password-only', 'Ann']);
    expect(left.all(bob)).toEqual(['passkeys', 'recovery', 'sessions']);
    expect((await user(['remove', 'Bob'])).code).toBe(0);
    expect(left.all(bob)).toEqual([]);
    db.close();
  });

  it('goes through the hub that runs on the folder', async () => {
    const runtimeDir = mkdtempSync(join(tmpdir(), 'pwp-'));
    const secret = 'the-secret-of-this-start-0123456789';
    writeFileSync(join(runtimeDir, SECRET_FILE), secret);
    const addresses = [{ address: '127.0.0.1', isExposed: false }];
    const wishes = [{ name: 'hub', port: 0, flag: '' }];
    const ports = await relayPorts({ wishes, addresses, runtimeDir, secret, logger: silentLogger });
    const hub = await startHub({ entrance: ports.reach(['hub']).entrance });
    const lease = takeLease(dataDir);
    const tokenFile = join(dataDir, 'owner.token');
    const instance = { pid: process.pid, hub: hub.url, tokenFile, runtimeDir };
    writeFileSync(join(dataDir, 'instance.json'), JSON.stringify(instance));
    writeFileSync(tokenFile, `${OWNER_TOKEN}\n`);
    try {
      expect(await user(['add', 'Ann', '--role', 'trader'], 'correct horse 7\n')).toMatchObject({ code: 0, error: '' });
      expect((await user(['list'])).out).toBe('Ann  trader\n');
      const login = await call(hub.url, '/api/auth/login', {
        method: 'POST',
        body: { userName: 'Ann', password: 'correct horse 7' },
      });
      expect(login.status).toBe(200);
      expect((await user(['remove', 'Ann'])).code).toBe(0);
      expect((await user(['remove', 'Ann'])).error).toContain('no user');
    } finally {
      lease.release();
      await hub.close();
      await ports.close();
      rmSync(runtimeDir, { recursive: true });
    }
  });
});
