/**
 * A server of nobody's, in a process of its own, to flood in place of Pitwall: it refuses each call, and ends each
 * WebSocket at its first word. What a flood of it costs Pitwall is the flooding program's own share of the machine.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Of the WebSocket protocol (RFC 6455). */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const GREETING = '0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}';

export interface Elsewhere {
  readonly url: string;
  stop(): void;
}

export async function elsewhere(): Promise<Elsewhere> {
  const child = fork(import.meta.filename);
  // The server's only word.
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill('SIGKILL') };
}

function serve(): void {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(404).end('{}');
  });
  server.on('upgrade', (request, socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key'] ?? ''}${MAGIC}`)
      .digest('base64');
    socket.on('error', () => undefined);
    socket.once('data', () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(Buffer.concat([Buffer.from([0x81, GREETING.length]), Buffer.from(GREETING)]));
  });
  server.listen(0, '127.0.0.1', () => {
    // A listening TCP server has an address with a port.
    process.send?.((server.address() as AddressInfo).port);
  });
  process.once('disconnect', () => process.exit(0));
}

if (import.meta.main && process.send !== undefined) serve();
