import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installStamp } from '../../../build/launch/install.mjs';
import { markBuilt, sourceHash } from '../../../build/launch/sources.mjs';

const project = join(import.meta.dirname, '..', '..', '..');
let root: string;
let dataDir: string;
let running: ChildProcess[];

/** A project that is set up already, with a stub in the host's place. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pitwall-start-'));
  dataDir = join(root, 'data');
  running = [];
  cpSync(join(project, 'build'), join(root, 'build'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'package-lock.json'), '{"packages":{}}');
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules/.pitwall-installed'), installStamp(root));
  for (const host of ['engine/host', 'dist/engine/host']) {
    mkdirSync(join(root, host), { recursive: true });
    cpSync(join(import.meta.dirname, 'stub-host.mjs'), join(root, host, 'main.js'));
    cpSync(join(import.meta.dirname, 'stub-link.mjs'), join(root, host, 'cli-link.js'));
  }
  markBuilt('engine', sourceHash('engine', root), root);
});

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly stdout: () => string;
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

function launch(script: string, ...args: string[]): Started {
  return launchIn({}, script, ...args);
}

function launchIn(more: NodeJS.ProcessEnv, script: string, ...args: string[]): Started {
  const env: NodeJS.ProcessEnv = { ...process.env, ...more };
  delete env['DISPLAY'];
  delete env['WAYLAND_DISPLAY'];
  delete env['npm_node_execpath'];
  const child = spawn(process.execPath, [join(root, 'build', script), ...args, '--data-dir', dataDir], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  let stdout = '';
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    take(chunk);
  });
  child.stderr.on('data', take);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      child.on('close', () => {
        reject(new Error(`ended without saying ${JSON.stringify(text)}:\n${output}`));
      });
    });
  return { child, output: () => output, stdout: () => stdout, said, ended };
}

test('without a display a one-time address is printed in a box; a signal stops the host, whose status passes through', async () => {
  const start = launch('start.mjs');
  await start.said('Ctrl-C stops it');
  expect(start.output()).toMatch(/│ +http:\/\/127\.0\.0\.1:\d+\/#open=once-1 +│/);
  expect(start.output()).toContain('there is no display');
  expect(start.output()).toContain('worth knowing');
  expect(start.output()).not.toMatch(/^quiet detail/m);
  start.child.kill('SIGTERM');
  expect(await start.ended).toBe(7);
  expect(start.output()).toContain('ended by SIGTERM');
});

test('a second start opens the running instance with a new link and ends with 0', async () => {
  const first = launch('start.mjs');
  await first.said('Ctrl-C stops it');
  const second = launch('start.mjs');
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain('already running');
  expect(second.output()).toContain('#open=once-2');
  expect(first.child.exitCode).toBeNull();
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(7);
  expect(existsSync(join(dataDir, 'instance.json'))).toBe(false);
});

test("a host that does not come up ends the start with the host's words and status", async () => {
  const start = launch('start.mjs', '--refuse');
  expect(await start.ended).toBe(3);
  expect(start.output()).toContain('Port 3000 is taken.');
});

test('a host killed while a venue still holds its standard error: the start ends all the same', async () => {
  const start = launch('start.mjs', '--leave-a-child');
  await start.said('Ctrl-C stops it');
  const { pid } = JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  expect(await start.ended).toBe(128 + 9);
});

test('a wrong --shell, and an Electron that cannot be had, are told plainly', async () => {
  const wrong = launch('start.mjs', '--shell', 'window');
  expect(await wrong.ended).toBe(1);
  expect(wrong.output()).toContain('--shell takes electron, browser or headless');
  mkdirSync(join(root, 'node_modules/electron'));
  writeFileSync(join(root, 'node_modules/electron/package.json'), '{"version":"45.3.4"}');
  writeFileSync(join(root, 'node_modules/electron/install.js'), 'console.error("Error: no network"); process.exit(1);');
  const absent = launch('start.mjs', '--shell', 'electron');
  expect(await absent.ended).toBe(1);
  expect(absent.output()).toContain('Electron could not be fetched: Error: no network');
});

test('headless passes standard output straight through: one line of JSON', async () => {
  const headless = launch('run.mjs', 'headless');
  await headless.said('"ready"');
  const lines = headless.stdout().trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'ready', dataDir });
  headless.child.kill('SIGTERM');
  expect(await headless.ended).toBe(7);
});

test("with a display the browser gets a page's path, and no command line ever holds a link", async () => {
  const bin = join(root, 'bin');
  mkdirSync(bin);
  const opened = join(root, 'opened');
  // It takes its time, as browsers do: what stands in its arguments could be read all the while.
  const browser = `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline > '${opened}.part'\nmv '${opened}.part' '${opened}'\nsleep 1\n`;
  writeFileSync(join(bin, 'xdg-open'), browser, { mode: 0o755 });
  writeFileSync(join(bin, 'xdg-settings'), '#!/bin/sh\necho firefox.desktop\n', { mode: 0o755 });
  const start = launchIn({ PATH: `${bin}:${process.env['PATH'] ?? ''}` }, 'start.mjs', '--shell', 'browser');
  const seen = new Set<string>();
  while (!existsSync(opened)) {
    for (const line of commandLines()) seen.add(line);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await start.said('is open in your browser');
  const page = /file:\/\/\S+/.exec(readFileSync(opened, 'utf8'))?.[0] ?? '';
  expect(readFileSync(fileURLToPath(page), 'utf8')).toContain('#open=once-1');
  expect([...seen, readFileSync(opened, 'utf8')].filter((line) => /#(?:open|pair)=/.test(line))).toEqual([]);
  expect(start.output()).not.toContain('#open=');
  start.child.kill('SIGTERM');
  await start.ended;
});

/** Of every process that this one may see. */
function commandLines(): readonly string[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return []; // ended meanwhile
    }
  });
}
