import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isStale } from '../../build/launch/sources.mjs';
import { STRATEGIES } from '../../engine/domain/book.ts';
import { findLeftovers } from '../../engine/host/leftovers.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** The bundle when it is that of these sources, else the source: a test never runs yesterday's code. */
export function mainFile(): string {
  const bundle = join(ROOT, 'dist/electron/main.js');
  const isFresh = existsSync(bundle) && !isStale('electron') && !isStale('engine');
  return isFresh ? bundle : join(ROOT, 'electron/main.ts');
}

/** The host under plain Node, as `npm run headless` starts it. */
export function hostFile(): string {
  const bundle = join(ROOT, 'dist/engine/host/main.js');
  return existsSync(bundle) && !isStale('engine') ? bundle : join(ROOT, 'engine/host/main.ts');
}

export function standardFlags(dataDir: string, flags: readonly string[], hubPort = 0): readonly string[] {
  const ports = STRATEGIES.flatMap(({ id }) => ['--port', `${id}=0`]);
  return [
    '--data-dir',
    dataDir,
    '--hub-port',
    String(hubPort),
    '--history-days',
    '0',
    '--preset',
    'demo',
    ...ports,
    ...flags,
  ];
}

/** A port that is free now: what a page keeps belongs to its origin, so one installation keeps its port. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** Variables of the developer's machine that would change a test. */
const CLEARED =
  /^(?:PORT|WEBSOCKET_PORT|PITWALL_.*|TOPSTEPX_.*|MAX_.*|CORS_ORIGIN|FRONTEND_URL|JWT_SECRET|REDIS_URL|LOG_LEVEL|NODE_ENV|NODE_OPTIONS|VITEST.*)$/;

export function cleanEnvironment(scratch: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !CLEARED.test(name) || name === 'PITWALL_CHROMIUM');
  const env: Record<string, string> = { XDG_RUNTIME_DIR: scratch, XDG_CONFIG_HOME: join(scratch, 'config') };
  for (const [name, value] of kept) if (value !== undefined) env[name] ??= value;
  return { ...env, XDG_RUNTIME_DIR: scratch, XDG_CONFIG_HOME: join(scratch, 'config') };
}

function runtimeDir(scratch: string): string | undefined {
  const name = readdirSync(scratch).find((entry) => entry.startsWith('pw-'));
  return name === undefined ? undefined : join(scratch, name);
}

export function childPids(scratch: string): Readonly<Record<string, number>> {
  const file = join(runtimeDir(scratch) ?? '', 'processes.json');
  if (!existsSync(file)) return {};
  const listed = JSON.parse(readFileSync(file, 'utf8')) as { name: string; pid: number }[];
  return Object.fromEntries(listed.map(({ name, pid }) => [name, pid]));
}

/** Ends what outlived its host; only processes that bear this run's folder in their title. */
export function endLeftovers(scratch: string): void {
  const folder = runtimeDir(scratch);
  if (folder !== undefined) for (const leftover of findLeftovers(folder)) leftover.kill('SIGKILL');
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
