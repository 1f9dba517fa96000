import { printable } from '../../domain/printable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HubSettings } from '../../config/settings.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import { placesTaken } from '../../adapters/bounds/strangers.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { SocketErrorMessage } from '../../wire/index.ts';
import type { Identity } from '../people/identity.ts';
import type { HubIo, HubSocket } from './rooms.ts';

export interface AdmissionDeps {
  readonly identity: Identity;
  readonly clock: Clock;
  readonly limits: HubSettings;
}

/** Beyond everybody's places, for the owner's windows on this machine. */
const OWNER_PLACES = 50;

/** Decides which sockets come in, and as whom. */
export class Admission {
  private readonly deps: AdmissionDeps;

  constructor(deps: AdmissionDeps) {
    this.deps = deps;
  }

  /** The reason for refusing a socket; undefined: it is admitted, and `socket.data` says as whom. */
  async check(io: HubIo, socket: HubSocket): Promise<SocketErrorMessage | undefined> {
    const { limits, clock, identity } = this.deps;
    const held = await identity.ofSocket(socket);
    if (held === undefined) return unauthorized('no valid token or session');
    if (!held.ok) return held;
    const { credential } = held;
    const address = peerOf(socket.request.socket, socket.handshake.address);
    const exempt = credential.userId === OWNER_ID && isLoopback(address);
    // Connections count, not namespaces: a page on another machine has one for all symbol servers.
    const places = limits.maxConnections + (exempt ? OWNER_PLACES : 0);
    if (placesTaken(socket.conn) >= places) return tooMany('the hub is full');
    if (
      !exempt &&
      connectionsOf(io, credential.userId, (socket.conn as unknown as { id: string }).id) >=
        limits.maxConnectionsPerUser
    ) {
      return tooMany(`at most ${limits.maxConnectionsPerUser} per user`);
    }
    // Whoever brings another's session to resume gets nothing of it.
    const before = socket.recovered ? socket.data : undefined;
    if (before !== undefined && before.credential?.userId !== credential.userId)
      return unauthorized('this is not your session');
    socket.data = {
      credential,
      address,
      userAgent: printable((socket.handshake.headers['user-agent'] ?? '').slice(0, 200)),
      connectedMs: clock.now(),
      messages: before?.messages ?? 0,
      symbols: before?.symbols ?? new Map(),
    };
    return undefined;
  }
}

function unauthorized(detail: string): SocketErrorMessage {
  return { code: 'unauthorized', message: `Authentication required: ${detail}` };
}

function tooMany(detail: string): SocketErrorMessage {
  return { code: 'too_many_connections', message: `Too many connections: ${detail}` };
}

/** Open connections of a user, other than the one that is asking. */
function connectionsOf(io: HubIo, userId: string, besides: string): number {
  const found = new Set<string>();
  for (const namespace of io._nsps.values()) {
    for (const { data, conn } of namespace.sockets.values()) {
      if ((data as Partial<HubSocket['data']>).credential?.userId === userId)
        found.add((conn as unknown as { id: string }).id);
    }
  }
  found.delete(besides);
  return found.size;
}
