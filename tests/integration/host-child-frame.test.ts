/** The frame around every child: bootstrap, ordered end, lost host, uncaught faults. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';

const CHILD = join(import.meta.dirname, '../support/frame-child.ts');
let runtimeDir = '';
let child: ChildProcess | undefined;

beforeEach(() => {
  runtimeDir = mkdtempSync(join(tmpdir(), 'pwt-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(runtimeDir, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly messages: unknown[];
  readonly ended: Promise<{ code: number | null; ms: number }>;
  stderr(): string;
}

async function start(what: string, ...args: readonly string[]): Promise<Started> {
  const started = fork(CHILD, ['frame', ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  child = started;
  let stderr = '';
  started.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const messages: unknown[] = [];
  started.on('message', (message) => messages.push(message));
  const begun = performance.now();
  const ended = new Promise<{ code: number | null; ms: number }>((resolve) => {
    started.on('exit', (code) => resolve({ code, ms: performance.now() - begun }));
  });
  started.send({
    t: 'bootstrap',
    bootstrap: { secret: 'a-secret-of-this-link', runtimeDir, settings: { dataDir: join(runtimeDir, what) } },
  });
  while (messages.length === 0 && started.exitCode === null) await delay(10);
  return { child: started, messages, ended, stderr: () => stderr };
}

const stopped = (): boolean => existsSync(join(runtimeDir, 'stopped'));

test('bears its name and folder as its title, and keeps the secret out of its log', async () => {
  const { child: started, stderr, ended } = await start('run');
  expect(readFileSync(`/proc/${started.pid}/cmdline`, 'utf8')).toContain(
    `pitwall frame ${runtimeDir.split('/').at(-1)}`,
  );
  started.kill('SIGTERM');
  await ended;
  expect(stderr()).toContain('secret [hidden]');
});

test('ends in order at SIGTERM, and at the word of its host', async () => {
  const { child: started, ended } = await start('run');
  started.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(stopped()).toBe(true);
});

test('ends in order at the word of its host', async () => {
  const { child: started, ended } = await start('run');
  started.send({ t: 'stop' });
  expect((await ended).code).toBe(0);
  expect(stopped()).toBe(true);
});

test('does not wait for ever for its own end', async () => {
  const { child: started, ended } = await start('slow');
  started.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(stopped()).toBe(false);
});

test("leaves a terminal's Ctrl-C and hang-up to its host", async () => {
  const { child: started } = await start('run');
  started.kill('SIGINT');
  started.kill('SIGHUP');
  await delay(150);
  expect(started.exitCode).toBeNull();
});

test('leaves at once when its host is gone', async () => {
  const { child: started, ended } = await start('run');
  started.disconnect();
  expect((await ended).code).toBe(0);
  expect(stopped()).toBe(false);
});

test('goes on without its host where it is meant to', async () => {
  const { child: started } = await start('run', 'outlives');
  started.disconnect();
  await delay(200);
  expect(started.exitCode).toBeNull();
});

test('leaves also in the middle of long work', async () => {
  // The host is another process here, so that it can die while the child is busy.
  const host = spawn(
    process.execPath,
    [
      '-e',
      `const child = require('child_process').fork(${JSON.stringify(CHILD)}, ['frame'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
       child.send({ t: 'bootstrap', bootstrap: { secret: 'a-secret-of-this-link', runtimeDir: ${JSON.stringify(runtimeDir)}, settings: { dataDir: ${JSON.stringify(join(runtimeDir, 'busy'))} } } });
       child.once('message', () => console.log(child.pid));`,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const pid = Number(await new Promise<Buffer>((resolve) => host.stdout.once('data', resolve)));
  host.kill('SIGKILL');
  const limit = performance.now() + 30_000;
  const lives = (): boolean => existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  while (lives() && performance.now() < limit) await delay(20);
  const survived = lives();
  if (survived) process.kill(pid, 'SIGKILL');
  expect(survived).toBe(false);
});

test.each([
  ['fatal', 1, 'this port is taken'],
  ['throw', 70, 'broken invariant'],
  ['reject', 70, 'forgotten promise'],
])('%s: tells why, and ends with a status', async (what, code, message) => {
  const { ended, messages, stderr } = await start(what);
  expect((await ended).code).toBe(code);
  await delay(20);
  expect(messages).toContainEqual({ t: 'fatal', message });
  expect(stderr()).toContain(message);
});

test('ends with status 0 when its work is done', async () => {
  expect((await (await start('end')).ended).code).toBe(0);
});
