import { randomBytes } from 'node:crypto';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { listenAddresses } from '../../domain/listen-addresses.ts';
import type { Entrance, PassedOn } from '../../ports/entrance.ts';
import { openPrivateDoor, type PrivateDoor } from '../link/private-door.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { markExposed, markOwn, markPassedOn } from './peer.ts';

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
  /** From the host, which holds the sockets. Without one the server binds for itself, by the three that follow. */
  readonly entrance?: Entrance | undefined;
  readonly listen: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly aliasPort?: number | undefined;
  /** Folder of the certificate; needed where a door is exposed. */
  readonly tlsDir: string | undefined;
  /** Who it is, for messages. */
  readonly what: string;
  readonly nowMs: number;
  /** Somebody came to the private socket who did not prove himself. */
  readonly onRefused?: (reason: string) => void;
}

interface Place {
  readonly address: string;
  readonly port: number;
  readonly isExposed: boolean;
  /** Undefined: it binds for itself. Null: nothing to listen on, the host passes connections on. */
  readonly fd: number | null | undefined;
}

/** 1.3, and of 1.2 what is both forward secret and authenticated as it is encrypted (AEAD). */
const TLS: TlsOptions = {
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
  ALPNProtocols: ['http/1.1'],
  handshakeTimeout: 10_000,
};

/**
 * Opens a server's doors. Loopback is always there and plain; every other address speaks TLS on the same port. What comes
 * in by whatever door, the private socket included, is handed to the one HTTP server, so that routes and sockets are the
 * same.
 */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const { app, entrance, tlsDir, what } = options;
  await app.ready();
  const places = placesOf(options);
  const exposed = places.filter(({ isExposed }) => isExposed).map(({ address }) => address);
  if (exposed.length > 0 && tlsDir === undefined) throw new Error(`${what}: an exposed address needs TLS`);
  const certificate = exposed.length > 0 ? certificateOf(tlsDir ?? '', exposed, options.nowMs) : undefined;
  const tls: TlsOptions = { ...TLS, cert: certificate?.cert, key: certificate?.key, ticketKeys: randomBytes(48) };

  const live = new Set<Socket>();
  const keep = (socket: Socket): void => {
    live.add(socket);
    socket.once('close', () => live.delete(socket));
  };
  const hand = (socket: Socket): void => {
    keep(socket);
    socket.setNoDelay(true);
    app.server.emit('connection', socket);
  };
  const tlsServer = (take: (socket: TLSSocket) => void): TcpServer => {
    const server = createTlsServer(tls, take);
    // Half open as they may be, they would stay for ever.
    server.on('connection', keep);
    // A handshake that fails is the other side's affair.
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    return server;
  };
  const exposedSocket = (socket: TLSSocket): void => {
    markExposed(socket);
    hand(socket);
  };
  const passed = (socket: Socket, { remoteAddress, localAddress, isExposed }: PassedOn): void => {
    if (!isExposed) {
      markPassedOn(socket, remoteAddress);
      hand(socket);
      return;
    }
    // A server for this connection alone: it says whose TLS socket it is.
    tlsServer((secure) => {
      markExposed(secure, remoteAddress, localAddress);
      hand(secure);
    }).emit('connection', socket);
  };

  const servers: TcpServer[] = [];
  let privateDoor: PrivateDoor | undefined;
  const close = async (): Promise<void> => {
    for (const socket of live) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    await privateDoor?.close();
  };
  let port = places[0]?.port ?? 0;
  try {
    // Node watches over slow requests from the moment that a server listens; this one is handed its connections.
    app.server.emit('listening');
    for (const place of places) {
      if (place.fd === null) continue;
      const server = place.isExposed ? tlsServer(exposedSocket) : createTcpServer({ allowHalfOpen: true }, hand);
      const found = await listenAt(server, { ...place, port: place.port === 0 ? port : place.port }, what);
      servers.push(server);
      if (port === 0) port = found;
    }
    if (entrance !== undefined) {
      privateDoor = await openPrivateDoor({
        path: entrance.privatePath,
        secret: entrance.secret,
        onConnection: (socket, passedOn) => {
          if (passedOn !== undefined) return passed(socket, passedOn);
          markOwn(socket);
          hand(socket);
        },
        ...(options.onRefused === undefined ? {} : { onRefused: options.onRefused }),
      });
    }
  } catch (error) {
    await close();
    throw error;
  }
  const [first] = exposed;
  return {
    port,
    url: urlOf(places[0]?.address ?? '', port),
    exposedUrl: first === undefined ? undefined : urlOf(first, port, 'https'),
    certificate,
    close,
  };
}

function placesOf({ entrance, listen, port, aliasPort }: DoorOptions): readonly Place[] {
  if (entrance !== undefined) return entrance.doors;
  const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = found.filter(({ internal }) => !internal);
  const [loopback, ...others] = listenAddresses(listen, own).map((each) => ({ ...each, port, fd: undefined }));
  if (loopback === undefined) return [];
  return [loopback, ...(aliasPort === undefined ? [] : [{ ...loopback, port: aliasPort }]), ...others];
}

/** Listens, and tells the port; a taken one gives one clear message. */
function listenAt(server: TcpServer, { address, port, fd }: Place, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(faultText(error, address, port, what))));
    server.listen(typeof fd === 'number' ? { fd } : { host: address, port }, () =>
      // A server that listens on a TCP port has an address of this kind.
      resolve((server.address() as AddressInfo).port),
    );
  });
}

function faultText({ code, message }: NodeJS.ErrnoException, address: string, port: number, what: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `${what}: port ${port} on ${address} is taken`;
    case 'EACCES':
      return `${what}: no permission to listen on port ${port} of ${address}`;
    case 'EADDRNOTAVAIL':
      return `${what}: this machine has no address ${address}`;
    default:
      return `${what}: cannot listen on ${address} port ${port}: ${code ?? message}`;
  }
}

/** The address that a person types. */
function urlOf(host: string, port: number, scheme: 'http' | 'https' = 'http'): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
