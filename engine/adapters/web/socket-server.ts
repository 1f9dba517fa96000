import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { acceptEncodedJson } from './encoded-json.ts';
import { writeAtOnce } from './one-write.ts';
import type { Audit } from '../../ports/audit.ts';
import { auditRefusedHandshake } from './audit-doors.ts';
import type { ErrorCode } from '../../wire/index.ts';
import type { OriginGuard } from './origin-guard.ts';

export interface SocketServerOptions {
  readonly guard: OriginGuard;
  /** A further condition of a new connection; undefined: it may go on. */
  readonly refuse?: (request: IncomingMessage) => ErrorCode | undefined;
  readonly audit: Audit;
}

/** Limits of the documents (002): 1 MB, ping every 25 s, gone after 60 s. */
const LIMITS = { maxHttpBufferSize: 1_000_000, pingInterval: 25_000, pingTimeout: 60_000, connectTimeout: 10_000 };

/** How long what a lost socket missed is kept for it. */
const RESUME_MS = 120_000;

/** Socket.IO as every server of ours wants it: Host and Origin checked on every request and upgrade. */
export function createSocketServer(http: HttpServer, { guard, refuse, audit }: SocketServerOptions): Server {
  const io = new Server(http, {
    ...LIMITS,
    serveClient: true,
    // A client that comes back in time gets what it missed, once: fills, orders, trades, notifications. Pictures that
    // are only worth having when new are not kept for it (latest.ts).
    connectionStateRecovery: { maxDisconnectionDuration: RESUME_MS, skipMiddlewares: false },
    perMessageDeflate: false,
    httpCompression: false,
    cookie: false,
    cors: {
      origin: (origin, done) => done(null, guard.origin(origin ?? undefined) === 'allowed'),
      methods: ['GET', 'POST'],
    },
    allowRequest: (request, done) => {
      const code = foreign(request, guard) ?? refuse?.(request);
      if (code !== undefined) auditRefusedHandshake(audit, request, code);
      done(code ?? null, code === undefined);
    },
  });
  acceptEncodedJson(io);
  writeAtOnce(io);
  return io;
}

function foreign({ headers }: IncomingMessage, guard: OriginGuard): ErrorCode | undefined {
  if (!guard.hostAllowed(headers.host)) return 'bad_host';
  return guard.origin(headers.origin) === 'refused' ? 'bad_origin' : undefined;
}
