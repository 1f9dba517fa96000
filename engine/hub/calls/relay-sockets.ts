import type { Namespace, Socket } from 'socket.io';
import { io as dial, type Socket as Upstream } from 'socket.io-client';
import { admitSocket } from '../../adapters/web/admit-socket.ts';
import { bindSocket } from '../../adapters/web/bind-socket.ts';
import type { HolderCheck } from '../../adapters/web/holder-check.ts';
import { emitLatest } from '../../adapters/web/latest.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { TokenCheck } from '../../adapters/web/token-check.ts';
import type { Audit } from '../../ports/audit.ts';
import type { Logger } from '../../ports/logger.ts';
import { SYMBOL_SENDS, SYMBOL_TAKES } from '../../wire/index.ts';
import type { Admission } from '../telling/admission.ts';
import type { MessageLimits } from '../telling/message-limits.ts';
import { relayToken } from './relay-http.ts';
import { type HubIo, type HubSocket, ROOM } from '../telling/rooms.ts';

const PATH = /^\/symbols\/([A-Za-z0-9-]{1,40})$/;
const MOST_REFUSALS = 200;
/** Only worth having when new: of these a slow reader gets the latest. */
const LATEST = new Set(['tick', 'pitwall:tick', 'status', 'pitwall:account', 'pitwall:strategy']);

export interface RelayParts {
  readonly io: HubIo;
  readonly admission: Admission;
  readonly holders: HolderCheck;
  /** False for a socket whose owner became nobody while it was let in: it is closed. */
  readonly stands: (socket: HubSocket) => boolean;
  readonly limits: MessageLimits;
  readonly tokens: TokenCheck;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly urlOf: (strategy: string) => string | undefined;
}

/**
 * Namespaces `/symbols/{id}`: each symbol server's events over the hub's one port. One connection upstream per client, so
 * that greeting, history and intervals are the client's own; it comes back by itself when the engine does.
 */
export function bindRelaySockets(parts: RelayParts): Namespace {
  const { io, admission, holders, audit, urlOf } = parts;
  const relays = io.of((name, _auth, next) => next(null, urlOf(PATH.exec(name)?.[1] ?? '') !== undefined));
  // A relay's sockets are the hub's own, of another namespace; the library types each namespace apart.
  relays.use(admitSocket((socket) => admission.check(socket as unknown as HubSocket), holders, audit) as never);
  relays.on('connection', (socket) => relay(socket as unknown as HubSocket, parts));
  return relays as unknown as Namespace;
}

function relay(socket: HubSocket, { tokens, stands, limits, logger, audit, urlOf }: RelayParts): void {
  if (!stands(socket)) return;
  const strategy = PATH.exec(socket.nsp.name)?.[1] ?? '';
  const url = urlOf(strategy);
  if (url === undefined) {
    socket.disconnect(true);
    return;
  }
  const { credential } = socket.data;
  if (credential.sessionId !== undefined) void socket.join(ROOM.session(credential.sessionId));
  const peer = peerOf(socket.request.socket, socket.handshake.address);
  const upstream: Upstream = dial(url, {
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelayMax: 2_000,
    auth: (give) => {
      relayToken(tokens, credential, peer).then(
        (token) => give({ token }),
        (error: unknown) => logger.error('no token for a relay', { fault: String(error) }),
      );
    },
  });
  let subscribed: unknown;
  const held = new Map<string, unknown>();
  const plain = socket as unknown as Socket;
  upstream.on('connect', () => {
    if (subscribed !== undefined) upstream.emit('pitwall:subscribe', subscribed);
  });
  // An engine that ends a socket of ours judges anew whom it is for; Socket.IO does not come back from that on its own.
  upstream.on('disconnect', (reason) => {
    if (reason === 'io server disconnect' && socket.connected) upstream.connect();
  });
  upstream.onAny((event: string, payload: unknown) => {
    if (!Object.hasOwn(SYMBOL_SENDS, event)) return;
    if (LATEST.has(event)) emitLatest(plain, held, event, payload);
    else plain.emit(event, payload);
  });
  socket.on('disconnect', () => upstream.disconnect());

  let refusals = 0;
  const seen = new Set<string>();
  bindSocket(
    plain,
    SYMBOL_TAKES,
    {
      chartHistory: () => void upstream.emit('chartHistory'),
      'pitwall:subscribe': (ask) => {
        subscribed = ask;
        upstream.emit('pitwall:subscribe', ask);
      },
    },
    {
      took: (name) => logger.debug('relayed message', { name, socketId: socket.id }),
      admit: (name, declared) => {
        socket.data.messages += 1;
        const first = !seen.has(name);
        if (declared !== undefined) seen.add(name);
        return limits.judge(socket, name, declared, first);
      },
      refused: (refusal) => {
        refusals += 1;
        if (refusals > MOST_REFUSALS) socket.disconnect(true);
        else socket.emit('error', refusal);
      },
      failed: (name, fault) => logger.error('a relayed message failed', { name, fault: String(fault) }),
    },
    audit,
  );
}
