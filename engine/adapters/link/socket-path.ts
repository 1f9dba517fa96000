import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Bytes that a Unix socket's path may have: 108 on Linux and 104 on macOS, the closing zero included. */
export const MAX_SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/** Where a link of this name listens: a socket in the runtime folder, on Windows a named pipe named after the folder. */
export function socketPath(runtimeDir: string, name: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') {
    const folder = createHash('sha256').update(runtimeDir.toLowerCase()).digest('hex').slice(0, 16);
    return `\\\\.\\pipe\\pitwall-${folder}-${name}`;
  }
  return join(runtimeDir, `${name}.sock`);
}

/** What is wrong with a socket's path, or undefined. Listening on a longer one fails with an unclear error, or cuts it. */
export function socketPathFault(path: string): string | undefined {
  const bytes = Buffer.byteLength(path);
  if (path.startsWith('\\\\.\\pipe\\') || bytes <= MAX_SOCKET_PATH_BYTES) return undefined;
  return `expected a socket path of at most ${MAX_SOCKET_PATH_BYTES} bytes, found ${bytes}: ${path} (use a shorter runtime folder)`;
}
