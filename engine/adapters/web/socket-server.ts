import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { networkOf } from '../bounds/network-of.ts';
import { type Connection, Strangers } from '../bounds/strangers.ts';
import { ConnectionRate } from './connection-rate.ts';
import { peerOf } from './peer.ts';
import type { Clock } from '../../ports/clock.ts';
import { acceptEncodedJson } from './encoded-json.ts';
import { writeAtOnce } from './one-write.ts';
import { RESUME_MS, resumeAdapter } from './resume.ts';
import type { Audit } from '../../ports/audit.ts';
import { auditRefusedHandshake } from './audit-doors.ts';
import type { ErrorCode } from '../../wire/index.ts';
import type { OriginGuard } from './origin-guard.ts';
import { type RefusedOrigins, refusedOriginWords } from './refused-origins.ts';

export interface SocketServerOptions {
  readonly guard: OriginGuard;
  readonly refusedOrigins: RefusedOrigins;
  readonly clock: Clock;
  readonly audit: Audit;
  /** How many namespaces a client may join: this server's own, and those it relays. */
  readonly namespaces: number;
}

/** Limits of the documents (002): 1 MB, ping every 25 s, gone after 60 s. */
const LIMITS = { maxHttpBufferSize: 1_000_000, pingInterval: 25_000, pingTimeout: 60_000, connectTimeout: 10_000 };

/** Socket.IO as every server of ours wants it: Host and Origin checked, strangers few, new connections at a pace. */
export function createSocketServer(
  http: HttpServer,
  { guard, refusedOrigins, clock, audit, namespaces }: SocketServerOptions,
): Server {
  const rate = new ConnectionRate(clock);
  const strangers = new Strangers(clock, namespaces);
  const io = new Server(http, {
    ...LIMITS,
    serveClient: true,
    // A client that asked for it and comes back in time gets what it missed, once: fills, orders, trades, notifications.
    // Pictures that are only worth having when new are not kept for it (latest.ts).
    adapter: resumeAdapter(clock),
    connectionStateRecovery: { maxDisconnectionDuration: RESUME_MS, skipMiddlewares: false },
    perMessageDeflate: false,
    httpCompression: false,
    cookie: false,
    cors: {
      origin: (origin, done) => done(null, guard.origin(origin ?? undefined) === 'allowed'),
      methods: ['GET', 'POST'],
    },
    // The library asks for each new connection, and for none that it knows by its id.
    allowRequest: (request, done) => {
      const decide = (code: ErrorCode | undefined): void => {
        if (code !== undefined) auditRefusedHandshake(audit, request, code);
        done(code === undefined ? null : refusalWords(code, request), code === undefined);
      };
      const code = foreign(request, guard);
      const { origin } = request.headers;
      if (code === 'bad_origin' && origin !== undefined) refusedOrigins.note(origin);
      if (code === undefined) rate.judge(request, decide);
      else decide(code);
    },
  });
  acceptEncodedJson(io);
  writeAtOnce(io);
  io.engine.on('connection', (connection: Connection & { readonly request: IncomingMessage }) => {
    strangers.take(connection, networkOf(peerOf(connection.request.socket)));
  });
  return io;
}

/** The body of a refused handshake, which a program can read: the code and what it means. */
function refusalWords(code: ErrorCode, { headers }: IncomingMessage): string {
  if (code === 'bad_origin') return `${code}: ${refusedOriginWords(headers.origin ?? 'none')}`;
  if (code === 'bad_host') return `${code}: the Host header names no address of this installation`;
  return `${code}: too many new connections of this network; try again in a minute`;
}

function foreign({ headers, socket }: IncomingMessage, guard: OriginGuard): ErrorCode | undefined {
  if (!guard.hostAllowed(headers.host, 'encrypted' in socket && socket.encrypted === true)) return 'bad_host';
  if (guard.origin(headers.origin) === 'refused') return 'bad_origin';
  // A browser that sends no Origin, as with an image: another site's page may not open a connection.
  return headers.origin === undefined && headers['sec-fetch-site'] === 'cross-site' ? 'bad_origin' : undefined;
}
