/**
 * Another user of the same machine, without any credential, against a running installation: ports while processes are
 * killed, folders and files, command lines. As root the other one is really another user; else the ports alone are
 * tried, for which it makes no difference.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OwnWire } from '../../engine/adapters/link/own-wire.ts';
import { startPitwall, type Pitwall } from '../support/start-pitwall.ts';

const NOBODY = 65_534;
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const isRoot = process.getuid?.() === 0;
const mayRun = isRoot && spawnSync(process.execPath, ['-e', '0'], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0;
const whyNot = isRoot ? 'the other user may not run Node here' : 'only root can act as another user';
if (!mayRun) console.error(`Skipped what needs a second user: ${whyNot}.`);
const asOther = mayRun ? { uid: NOBODY, gid: NOBODY } : {};

/** Tries to listen on ports, again and again; tells how often, and each success. */
const TAKER = `
  const { createServer } = require('node:net');
  const places = JSON.parse(process.argv[1]);
  let tries = 0;
  const next = () => {
    const { port, host } = places[tries % places.length];
    tries += 1;
    if (tries % 500 === 0) console.log('tries ' + tries);
    const server = createServer((socket) => socket.destroy());
    server.on('error', () => setImmediate(next));
    server.listen({ port, host, exclusive: true }, () => console.log('TOOK ' + host + ' ' + port));
  };
  next();
`;

/** Reads command lines and environments of every process, again and again; tells what matches. */
const WATCHER = `
  const { readdirSync, readFileSync } = require('node:fs');
  const pattern = new RegExp(process.argv[1]);
  let rounds = 0;
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\\d+$/.test(name) && Number(name) !== process.pid)) {
      for (const file of ['cmdline', 'environ']) {
        try {
          const found = pattern.exec(readFileSync('/proc/' + pid + '/' + file, 'utf8'));
          if (found) console.log('SAW ' + file + ' ' + found[0]);
        } catch {}
      }
    }
    rounds += 1;
    console.log('rounds ' + rounds);
    setImmediate(look);
  };
  look();
`;

/** Tries to read, list and write; tells what succeeded. */
const READER = `
  const fs = require('node:fs');
  const net = require('node:net');
  const done = [];
  for (const path of JSON.parse(process.argv[1])) {
    for (const [what, act] of [['read', fs.readFileSync], ['listed', fs.readdirSync]]) {
      try { act(path); done.push(what + ' ' + path); } catch {}
    }
    try { fs.writeFileSync(path + '.mine', ''); done.push('wrote beside ' + path); } catch {}
  }
  const sockets = JSON.parse(process.argv[2]);
  let left = sockets.length;
  const over = () => { left -= 1; if (left <= 0) console.log(JSON.stringify(done)); };
  if (left === 0) over();
  for (const path of sockets) {
    net.connect(path, function () { done.push('connected to ' + path); this.destroy(); over(); }).on('error', over);
  }
`;

interface Attacker {
  readonly lines: readonly string[];
  end(): void;
}

function attack(script: string, ...args: readonly string[]): Attacker {
  const child: ChildProcess = spawn(process.execPath, ['-e', script, ...args], {
    ...asOther,
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return { lines, end: () => void child.kill('SIGKILL') };
}

const runtimeDirOf = (pitwall: Pitwall): string =>
  (JSON.parse(readFileSync(join(pitwall.dataDir, 'instance.json'), 'utf8')) as { runtimeDir: string }).runtimeDir;

async function health(url: string): Promise<number> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(30_000) })).status;
  } catch {
    return 0;
  }
}

describe.each([
  { way: 'inherited', isRelaying: false },
  { way: 'passed on', isRelaying: true },
])('connections $way', { timeout: 240_000 }, ({ isRelaying }) => {
  let pitwall: Pitwall;
  beforeAll(async () => {
    const flags = ['--strategies', 'MNQ', '--listen', '127.0.0.2'];
    pitwall = await startPitwall({ flags, isRelaying });
  });
  afterAll(() => pitwall.stop());

  test('nobody gets a port while hub and engine are killed again and again, and a page finds them again', async () => {
    const ports = [pitwall.hub, pitwall.symbols['MNQ'] ?? ''].map((url) => Number(new URL(url).port));
    const places = ports.flatMap((port) =>
      ['127.0.0.1', '127.0.0.2', '0.0.0.0', ...(hasIpv6 ? ['::1'] : [])].map((host) => ({ port, host })),
    );
    const taker = attack(TAKER, JSON.stringify(places));
    const connects: number[] = [];
    const page: Socket = io(pitwall.hub, { auth: { token: pitwall.token }, reconnectionDelayMax: 200 });
    page.on('connect', () => connects.push(performance.now()));
    try {
      await expect.poll(() => connects.length).toBe(1);
      for (let round = 1; round <= 3; round += 1) {
        for (const name of ['hub', 'MNQ']) {
          const pid = pitwall.kill(name);
          await pitwall.replaced(name, pid);
        }
        await pitwall.serves('hub');
        await expect.poll(() => connects.length).toBe(round + 1);
        await expect.poll(() => health(`${pitwall.hub}/health`)).toBe(200);
        // An exposed one wants a token, and says so.
        await expect.poll(() => health(`${pitwall.symbols['MNQ']}/api/status`)).toBe(401);
      }
      await expect.poll(() => taker.lines.length).toBeGreaterThan(2);
      expect(taker.lines.filter((line) => line.startsWith('TOOK'))).toEqual([]);
    } finally {
      page.close();
      taker.end();
    }
  });

  test.skipIf(!mayRun)('nobody reads a secret from a process, also while links are made', async () => {
    const secret = readFileSync(join(runtimeDirOf(pitwall), 'secret'), 'utf8').trim();
    const pattern = `#(?:open|pair)=[^ ]{4}|${pitwall.token.slice(0, 20)}|${secret.slice(0, 20)}`;
    // The pattern itself stands on the watcher's command line, which it leaves out.
    const watcher = attack(WATCHER, pattern);
    const cli = join(import.meta.dirname, '..', '..', 'engine', 'host', 'cli-link.ts');
    try {
      for (let n = 0; n < 3; n += 1) {
        const made = spawnSync(process.execPath, [cli, '--data-dir', pitwall.dataDir], { encoding: 'utf8' });
        expect(made.stdout, made.stderr).toContain('#open=');
      }
      await expect.poll(() => watcher.lines.length).toBeGreaterThan(2);
      expect(watcher.lines.filter((line) => line.startsWith('SAW'))).toEqual([]);
    } finally {
      watcher.end();
    }
  });

  test.skipIf(!mayRun)('nobody reads or writes files, lists folders or gets at a socket', async () => {
    const runtimeDir = runtimeDirOf(pitwall);
    const wire = new OwnWire({ hub: pitwall.hub, tokenFile: pitwall.ready.tokenFile, runtimeDir });
    const url = new URL('/api/auth/link', pitwall.hub);
    const { page } = (await wire.call('POST', url, { body: { page: {} } })) as { page: string };
    expect(statSync(page).mode & 0o777).toBe(0o600);
    // Over a port there is no page, whoever asks.
    const overPort = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${pitwall.token}`, 'content-type': 'application/json' },
      body: '{"page":{}}',
    });
    expect(Object.keys((await overPort.json()) as object)).toEqual(['url', 'expires']);
    const inside = (folder: string): string[] => readdirSync(folder).map((name) => join(folder, name));
    const paths = [pitwall.dataDir, runtimeDir, page, ...inside(pitwall.dataDir), ...inside(runtimeDir)];
    const sockets = inside(runtimeDir).filter((path) => path.endsWith('.sock'));
    expect(sockets.length).toBeGreaterThanOrEqual(3);
    const reader = attack(READER, JSON.stringify(paths), JSON.stringify(sockets));
    await expect.poll(() => reader.lines).toEqual(['[]']);
  });

  test('every file and folder is for its owner alone', () => {
    const open: string[] = [];
    const look = (path: string): void => {
      const { mode } = statSync(path);
      if ((mode & 0o077) !== 0) open.push(`${path} ${(mode & 0o777).toString(8)}`);
      if (statSync(path).isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
    };
    look(pitwall.dataDir);
    look(runtimeDirOf(pitwall));
    expect(open).toEqual([]);
  });
});
