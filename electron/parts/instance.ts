import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running instance says of itself in its data folder (`instance.json`), and a host in its ready line. */
export interface Instance {
  readonly hub: string;
  readonly tokenFile: string;
}

function asInstance(value: unknown): (Instance & { readonly pid: number }) | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, hub, tokenFile } = value as Record<string, unknown>;
  const complete = Number.isInteger(pid) && typeof hub === 'string' && typeof tokenFile === 'string';
  return complete ? { pid: pid as number, hub, tokenFile } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function answers(hub: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health', hub), { signal: AbortSignal.timeout(3000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false; // refused or silent: it does not run
  }
}

/** An instance that already runs on this data folder without a window of its own (headless, or in a browser). */
export async function runningInstance(dataDir: string): Promise<Instance | undefined> {
  let record: ReturnType<typeof asInstance>;
  try {
    record = asInstance(JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')));
  } catch {
    return undefined; // no record, or one cut short by a crash: nothing runs
  }
  if (record === undefined || !isAlive(record.pid)) return undefined;
  return (await answers(record.hub)) ? record : undefined;
}

/** A link that opens the cockpit once with the owner logged in. */
export async function oneTimeLink({ hub, tokenFile }: Instance): Promise<string> {
  const token = readFileSync(tokenFile, 'utf8').trim();
  const response = await fetch(new URL('/api/auth/link', hub), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the hub refused a one-time link with status ${response.status}`);
  const { url } = (await response.json()) as { url?: unknown };
  if (typeof url !== 'string') throw new Error('the hub answered without a link');
  return new URL(url, hub).href;
}
