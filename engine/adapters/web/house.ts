import { X509Certificate } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Server, Socket } from 'socket.io';
import { isLoopback } from '../../domain/loopback.ts';
import type { Audit } from '../../ports/audit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entrance } from '../../ports/entrance.ts';
import type { Logger } from '../../ports/logger.ts';
import { admitSocket, type SocketRefusal } from './admit-socket.ts';
import { prepareCredentials } from './bind-routes.ts';
import type { Certificate } from './certificate.ts';
import { type Doors, openDoors } from './doors.ts';
import { namesIn, namesOf } from './hosts.ts';
import { HolderCheck } from './holder-check.ts';
import { LatestSender } from './latest.ts';
import { OriginGuard } from './origin-guard.ts';
import { servePage, type ServedPage } from './page.ts';
import { ProofCheck } from '../proof/proof-check.ts';
import { RefusedOrigins } from './refused-origins.ts';
import { resumeOrBegin } from './resume.ts';
import { createSocketServer } from './socket-server.ts';
import { createWebApp } from './web-app.ts';

const HOUSEKEEPING_MS = 1_000;
/** So long clients have to take the last word. */
const FAREWELL_MS = 300;

export interface HouseOptions {
  /** Who it is, for messages: "hub". */
  readonly what: string;
  /** From the host; without one it binds `listen` and `port` for itself. */
  readonly entrance?: Entrance | undefined;
  readonly listen: string;
  /** 0 = any free port. A taken one rejects `open` with a message that names it. */
  readonly port: number;
  readonly aliasPort?: number | undefined;
  /** Folder of the certificate; needed where `listen` is not loopback. */
  readonly tlsDir: string | undefined;
  /** Ports of this installation, for Host and Origin checks; its own is added by itself. */
  readonly knownPorts: readonly number[];
  /** Origins beside this installation's own. */
  readonly allowedOrigins: readonly string[];
  /** Names of this machine that a person gave. */
  readonly hostNames: readonly string[];
  /** Servers whose namespaces it relays. */
  readonly relays: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
}

interface Events {
  readonly [name: string]: (payload: never) => void;
}

/** What a server does with those who come. */
export interface Reception<S> {
  readonly page: ServedPage;
  /** Resolves with the reason for refusing a socket; undefined: it is admitted. */
  readonly admit: (socket: S) => Promise<SocketRefusal | undefined>;
  readonly connected: (socket: S) => void;
}

/**
 * What every server of ours is: calls and sockets on one port, guarded by Host and Origin, with limits, one shape of
 * error, plain on loopback and under TLS elsewhere, ended with a word to everybody.
 */
export class House<T extends Events, S extends Events, D> {
  readonly app: FastifyInstance;
  readonly io: Server<T, S, Record<string, never>, D>;
  readonly guard: OriginGuard;
  readonly latest: LatestSender<S>;
  /** Whether those who show tokens have the keys of them. */
  readonly holders: HolderCheck;
  /** Other machines reach it. */
  readonly isExposed: boolean;
  private readonly options: HouseOptions;
  private doors: Doors | undefined;
  private cancel: (() => void) | undefined;
  private isClosed = false;
  private saidFarewell = false;

  constructor(options: HouseOptions) {
    const { listen, clock, logger, audit } = options;
    this.options = options;
    this.isExposed = !isLoopback(listen);
    this.guard = new OriginGuard({
      ports: [...options.knownPorts, options.port, options.aliasPort ?? 0],
      names: namesOf(listen),
      extraNames: options.hostNames,
      extraOrigins: options.allowedOrigins,
    });
    this.holders = new HolderCheck(new ProofCheck(clock), () => this.ownOrigins);
    const refusedOrigins = new RefusedOrigins(logger);
    const { guard, holders } = this;
    this.app = createWebApp({ clock, guard, refusedOrigins, holders, logger, audit });
    prepareCredentials(this.app);
    const io = createSocketServer(this.app.server, {
      ...{ guard, refusedOrigins, clock, audit },
      namespaces: 1 + options.relays,
    });
    // The library's server knows its events by type arguments alone: the same object, with those of this house.
    this.io = io as unknown as typeof this.io;
    this.latest = new LatestSender<S>(io);
  }

  /** What a person on this machine types; empty until it is open. */
  get url(): string {
    return this.doors?.url ?? '';
  }

  /** What another machine uses, where the server is exposed. */
  get exposedUrl(): string | undefined {
    return this.doors?.exposedUrl;
  }

  /** With which it answers other machines, where it is exposed. */
  get certificate(): Certificate | undefined {
    return this.doors?.certificate;
  }

  /** Of this server itself, under each of its names. */
  get ownOrigins(): readonly string[] {
    const { aliasPort, port } = this.options;
    const ports = [this.doors?.port ?? port, ...(aliasPort === undefined ? [] : [aliasPort])];
    const texts = this.guard.addressesOf(ports).filter((text) => !text.includes('*'));
    return texts.map((text) => new URL(text).origin);
  }

  /** Registered routes, for the test of the declarations. */
  get routes(): readonly string[] {
    return this.app.routes;
  }

  get connections(): number {
    return this.io.sockets.sockets.size;
  }

  /** Opens the ports; to be called when all routes are bound. */
  async open(reception: Reception<Socket<T, S, Record<string, never>, D>>): Promise<{ url: string; port: number }> {
    const { app, options, guard } = this;
    await servePage(app, reception.page, () => this.holders.nonce());
    // `admitSocket` takes sockets of any events, and the library none but its own server's; it is the same socket.
    const admit = admitSocket((socket) => reception.admit(socket as never), this.holders, options.audit);
    this.io.use(admit as never);
    this.io.on('connection', (socket) => {
      // As above: the same socket, of any events.
      this.latest.welcome(socket as never);
      resumeOrBegin(socket as never);
      reception.connected(socket);
    });
    const { clock, logger, entrance, listen, port: wished, aliasPort, tlsDir, what } = options;
    this.doors = await openDoors({
      ...{ app, entrance, listen, port: wished, aliasPort, tlsDir, what, nowMs: clock.now() },
      onRefused: (reason) => logger.warn('refused at the private socket', { reason }),
    });
    const { port, url, certificate, exposedUrl } = this.doors;
    guard.add([port]);
    if (certificate !== undefined) {
      const { selfMade, fingerprint } = certificate;
      guard.addSecure(namesIn(new X509Certificate(certificate.cert)));
      options.logger.info('exposed', { url: exposedUrl, selfMade, fingerprint });
    }
    this.keep();
    return { url, port };
  }

  /** Tells the clients that it ends, once, whoever asks first for it. */
  farewell(message: string): void {
    if (this.saidFarewell) return;
    this.saidFarewell = true;
    // Both servers declare this event; for a type argument that cannot be seen.
    (this.io as unknown as Server).emit('server:shutdown', { message });
  }

  /** Tells the clients, then closes sockets and ports. */
  async close(message: string): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.cancel?.();
    this.farewell(message);
    await new Promise<void>((resolve) => setImmediate(resolve));
    await this.endConnections();
    this.io.engine.close();
    await this.doors?.close();
    this.app.server.close();
    await this.app.close();
  }

  /**
   * The connections end, not the sockets: a client that is told that its socket is ended never comes back. Each takes what
   * was told to it last, a polling one with its next question.
   */
  private async endConnections(): Promise<void> {
    const connections = [...this.io.sockets.sockets.values()].map(({ conn }) => conn);
    const ended = connections.map((conn) => new Promise((resolve) => conn.once('close', resolve)));
    for (const conn of connections) conn.close();
    let cancel: (() => void) | undefined;
    const late = new Promise<void>((resolve) => (cancel = this.options.clock.after(FAREWELL_MS, resolve)));
    await Promise.race([Promise.all(ended), late]);
    cancel?.();
  }

  private keep(): void {
    if (this.isClosed) return;
    this.cancel = this.options.clock.after(HOUSEKEEPING_MS, () => {
      this.keep();
      this.latest.closeStuck();
    });
  }
}
