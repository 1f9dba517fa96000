import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createServer as createTlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { type Certificate, certificateOf } from './certificate.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { listenOn, urlOf } from './listen.ts';
import { markExposed } from './peer.ts';

export interface Doors {
  readonly port: number;
  /** What a person on this machine types. */
  readonly url: string;
  /** What another machine uses, where the server is exposed. */
  readonly exposedUrl: string | undefined;
  readonly certificate: Certificate | undefined;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly app: FastifyInstance;
  readonly listen: string;
  readonly port: number;
  readonly aliasPort?: number | undefined;
  /** Folder of the certificate; needed where `listen` is not loopback. */
  readonly tlsDir: string | undefined;
  /** Who it is, for messages. */
  readonly what: string;
  readonly nowMs: number;
}

const LOOPBACK = '127.0.0.1';

/** 1.3, and of 1.2 what is both forward secret and authenticated as it is encrypted (AEAD). */
const TLS = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const;

/**
 * Opens a server's ports. Loopback is always there and plain; every other address has a TLS listener of its own on the
 * same port. What comes in by whatever door is handed to the one HTTP server, so that routes and sockets are the same.
 */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const { app, listen, tlsDir, what } = options;
  const loopback = isLoopback(listen) ? listen : LOOPBACK;
  const port = await listenOn(app, loopback, options.port, what);
  const extra: TcpServer[] = [];
  const live = new Set<Socket>();
  const hand = (socket: Socket): void => {
    live.add(socket);
    socket.once('close', () => live.delete(socket));
    app.server.emit('connection', socket);
  };
  const open = async (server: TcpServer, host: string, at: number): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Error(`${what}: cannot listen on ${host} port ${at}: ${error.code ?? error.message}`)),
      );
      server.listen({ host, port: at }, resolve);
    });
    extra.push(server);
  };
  const exposed = (socket: Socket): void => {
    markExposed(socket);
    hand(socket);
  };
  let certificate: Certificate | undefined;
  try {
    if (options.aliasPort !== undefined) await open(createTcpServer(hand), loopback, options.aliasPort);
    if (!isLoopback(listen)) {
      if (tlsDir === undefined) throw new Error(`${what}: an exposed address needs TLS`);
      const addresses = addressesOf(listen);
      certificate = certificateOf(tlsDir, addresses, options.nowMs);
      const { cert, key } = certificate;
      for (const address of addresses) {
        const server = createTlsServer(
          { cert, key, ...TLS, ALPNProtocols: ['http/1.1'], handshakeTimeout: 10_000 },
          exposed,
        );
        // A handshake that fails is the other side's affair.
        server.on('tlsClientError', () => undefined);
        await open(server, address, port);
      }
    }
  } catch (error) {
    for (const server of extra) server.close();
    throw error;
  }
  const first = isLoopback(listen) ? undefined : addressesOf(listen)[0];
  return {
    port,
    url: urlOf(loopback, port),
    exposedUrl: first === undefined ? undefined : urlOf(first, port, 'https'),
    certificate,
    close: async () => {
      for (const socket of live) socket.destroy();
      await Promise.all(extra.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** Addresses that a setting means: 0.0.0.0 is every one of this machine's but loopback. */
export function addressesOf(listen: string): readonly string[] {
  if (listen !== '0.0.0.0' && listen !== '::') return [listen];
  const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return own
    .filter((one) => !one.internal && (one.family === 'IPv4' || listen === '::') && !one.address.startsWith('fe80'))
    .map((one) => one.address);
}
