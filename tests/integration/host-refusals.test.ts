/** Starts that must be refused: one clear message, a status that is not 0, nothing half started. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runPitwall } from '../support/start-pitwall.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pwt-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines that are meant for a person: those that are no log. */
function message(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'))
    .join('\n');
}

test('a bad flag', async () => {
  const outcome = await runPitwall({ flags: ['--sped', '60'] });
  expect(outcome).toEqual({ code: 2, stdout: '', stderr: 'pitwall: --sped: unknown flag; did you mean --speed?\n' });
});

test('a configuration file with an unknown key', async () => {
  const config = join(folder, 'bad.json');
  writeFileSync(config, '{"sped": 1, "risk": {"dailyLoss": 5}}');
  const { code, stderr } = await runPitwall({ flags: ['--config', config] });
  expect(code).toBe(2);
  expect(stderr).toContain('"sped" in bad.json: unknown key; did you mean "speed"?');
  expect(stderr).toContain('did you mean "risk.dailyLossLimit"?');
});

test('a recording that cannot be read', async () => {
  const { code, stderr } = await runPitwall({ flags: ['--replay', `MNQ=${join(folder, 'none.csv')}`] });
  expect(code).toBe(2);
  expect(message(stderr)).toBe(`pitwall: --replay MNQ: cannot read ${join(folder, 'none.csv')}: there is no such file`);
});

test('a data folder that cannot be written', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'not a folder');
  const { code, stdout, stderr } = await runPitwall({ dataDir: join(file, 'data') });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(message(stderr)).toContain('a part of the path is a file; choose another with --data-dir');
});

test('a taken port: the message names it and its flag, and no process was started', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const dataDir = join(folder, 'taken');
  mkdirSync(dataDir);
  try {
    const { code, stdout, stderr } = await runPitwall({ dataDir, flags: ['--port', `MES=${port}`] });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(message(stderr)).toBe(
      `pitwall: port ${port} of MES is taken by another program; choose another with --port MES=N (0 = any free one)`,
    );
    expect(existsSync(join(dataDir, 'pitwall.db'))).toBe(false);
    expect(existsSync(join(dataDir, 'venue.db'))).toBe(false);
  } finally {
    server.close();
  }
});

test('an address that is not of this machine', async () => {
  const { code, stderr } = await runPitwall({ flags: ['--listen', '192.0.2.1'] });
  expect(code).toBe(1);
  expect(message(stderr)).toContain(
    'nothing can listen on 192.0.2.1 (it is not an address of this machine); choose another with --listen ADDRESS',
  );
});

test('a file from a newer version: refused, and not touched', async () => {
  const dataDir = join(folder, 'newer');
  mkdirSync(dataDir);
  const file = join(dataDir, 'pitwall.db');
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(file);
  db.pragma('user_version = 9999');
  db.exec('CREATE TABLE future (x)');
  db.close();
  const before = readFileSync(file);
  const { code, stdout, stderr } = await runPitwall({ dataDir });
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(message(stderr)).toMatch(/^pitwall: desk: .*newer/);
  expect(readFileSync(file).equals(before)).toBe(true);
});
