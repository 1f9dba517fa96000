import { OwnWire } from '../../engine/adapters/link/own-wire.ts';
import { readInstance } from '../../engine/store/schema/instance.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The way to an instance that already runs on this data folder without a window of its own (headless, or in a browser).
 * Undefined where none does: no record, or nobody at its private socket who belongs to it.
 */
export async function runningInstance(dataDir: string): Promise<OwnWire | undefined> {
  const instance = readInstance(dataDir);
  if (instance === undefined || !isAlive(instance.pid)) return undefined;
  const wire = new OwnWire(instance);
  const asked = wire.call('GET', new URL('/health', instance.hub), { limitMs: 3000 });
  return asked.then(
    () => wire,
    () => undefined,
  );
}

/** A link that opens the cockpit once with the owner logged in. */
export async function oneTimeLink(wire: OwnWire): Promise<string> {
  // The hub is another process: what it answers is looked at below.
  const { url } = (await wire.call('POST', new URL('/api/auth/link', wire.place.hub))) as { url?: unknown };
  if (typeof url !== 'string') throw new Error('the hub answered without a link');
  return url;
}
