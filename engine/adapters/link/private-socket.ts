import { chmodSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';

/** A socket leaves a file behind, a pipe is gone with its process. */
export function isPipe(path: string): boolean {
  return path.startsWith('\\\\.\\pipe\\');
}

/**
 * Listens on a socket for this user alone (0600). A file that a killed process left is replaced; one that somebody
 * listens on is an error.
 */
export async function listenForUser(server: Server, path: string): Promise<void> {
  try {
    await bind(server, path);
  } catch (error) {
    // `bind` rejects with what Node's server emits.
    const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (!inUse || isPipe(path) || (await isAlive(path))) throw error;
    unlinkSync(path);
    await bind(server, path);
  }
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      if (!isPipe(path)) chmodSync(path, 0o600);
      resolve();
    });
  });
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
