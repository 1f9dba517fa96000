import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../engine/store/journal/open-journal.ts';
import { AuditFileReader } from '../../engine/store/audit/read-audit.ts';
import { takeLease } from '../../engine/store/lease.ts';
import { SCRIPT_REQUEST, SMALL_RESERVE } from '../support/store/store-folder.ts';

const ENTRY = resolve(import.meta.dirname, '../../engine/host/cli-data.ts');
let scratch: string;
let dataDir: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-data-'));
  dataDir = join(scratch, 'data');
  takeLease(dataDir).release();
  openJournal({
    dataDir,
    request: SCRIPT_REQUEST,
    epoch: 1,
    lockWaitMs: 0,
    checkpoints: false,
    ...SMALL_RESERVE,
  }).journal.close();
  writeFileSync(join(dataDir, 'owner.token'), 'a secret');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function data(...args: string[]): { readonly status: number | null; readonly out: string; readonly error: string } {
  const done = spawnSync(process.execPath, [ENTRY, ...args, '--data-dir', dataDir], { encoding: 'utf8', cwd: scratch });
  return { status: done.status, out: done.stdout, error: done.stderr };
}

test('out while it runs, in while it does not, with the former data set aside', () => {
  const lease = takeLease(dataDir);
  expect(data('export', 'copy')).toMatchObject({ status: 0, out: expect.stringContaining('keep it to yourself') });
  expect(data('import', 'copy')).toMatchObject({ status: 1, error: expect.stringContaining('already runs') });
  lease.release();
  writeFileSync(join(dataDir, 'owner.token'), 'another');
  const bare = data('import', 'copy');
  expect(bare).toMatchObject({ status: 0, error: '' });
  expect(bare.out).toMatch(/^Taken in, as exported at .*: pitwall\.db$/m);
  expect(bare.out).toContain('Left in the export, of the secrets: owner.token (take it with --with-secrets)');
  expect(readFileSync(join(dataDir, 'owner.token'), 'utf8')).toBe('another');
  rmSync(/former data lie in (.*)/.exec(bare.out)?.[1] ?? '', { recursive: true });
  const done = data('import', 'copy', '--with-secrets');
  expect(done).toMatchObject({ status: 0, error: '' });
  expect(readFileSync(join(dataDir, 'owner.token'), 'utf8')).toBe('a secret');
  const aside = /former data lie in (.*)/.exec(done.out)?.[1] ?? '';
  expect(readFileSync(join(aside, 'owner.token'), 'utf8')).toBe('another');
  expect(data('export', 'copy')).toMatchObject({ status: 1, error: expect.stringContaining('nothing is overwritten') });
  expect(data('export', 'bare', '--without-secrets').out).toContain('No secrets are in it');
  expect(readdirSync(join(scratch, 'bare')).toSorted()).toEqual(['pitwall-export.json', 'pitwall.db']);
});

test('an export stands in the audit log of what was exported', () => {
  expect(data('export', 'copy', '--without-secrets').status).toBe(0);
  expect(data('export', 'copy').status).toBe(1);
  const rows = new AuditFileReader(dataDir).read({ limit: 9 });
  expect(rows.map(({ kind, what, scope, door }) => [kind, what, scope, door])).toEqual([
    ['data', 'export', `${join(scratch, 'copy')}, without secrets`, 'data'],
  ]);
});

test('removal asks for a yes, refuses a running one, and leaves what is not ours', () => {
  expect(data('remove')).toMatchObject({ status: 2, error: expect.stringContaining('--yes') });
  const lease = takeLease(dataDir);
  expect(data('remove', '--yes')).toMatchObject({ status: 1, error: expect.stringContaining('already runs') });
  lease.release();
  writeFileSync(join(dataDir, 'my notes.txt'), 'x');
  mkdirSync(join(dataDir, 'tls'));
  for (const name of ['journal.ballast', 'journal.spill.set-aside-1', 'tls/made.key.pem', 'tls/made.crt.pem.7.tmp']) {
    writeFileSync(join(dataDir, name), 'x');
  }
  for (const name of ['owner.token', 'hub.secrets', 'shell.json', 'secrets.json']) {
    writeFileSync(join(dataDir, `${name}.4711.tmp`), 'x');
  }
  for (const name of ['epoch.part', '.probe-12', 'pitwall.db.v1.x.backup.part'])
    writeFileSync(join(dataDir, name), 'x');
  mkdirSync(`${dataDir}.before-import-1`);
  expect(readdirSync(dataDir)).toContain('journal.spill');
  const { out } = data('remove', '--yes');
  expect(out).toContain("not Pitwall's was left: my notes.txt");
  expect(out).toContain('Copies of former data, secrets among them, still lie in data.before-import-1');
  expect(readdirSync(dataDir)).toEqual(['my notes.txt']);
  expect(data('remove', '--yes')).toMatchObject({ status: 1, error: expect.stringContaining('no data of Pitwall') });
  rmSync(join(dataDir, 'my notes.txt'));
  openJournal({
    dataDir,
    request: SCRIPT_REQUEST,
    epoch: 1,
    lockWaitMs: 0,
    checkpoints: false,
    ...SMALL_RESERVE,
  }).journal.close();
  expect(data('remove', '--yes').status).toBe(0);
  expect(existsSync(dataDir)).toBe(false);
});

test('a wrong call is told with the usage', () => {
  for (const args of [[], ['export'], ['burn', 'x'], ['export', 'a', 'b'], ['export', 'a', '--loud']]) {
    expect(data(...args)).toMatchObject({ status: 2, error: expect.stringContaining('Usage:') });
  }
});
