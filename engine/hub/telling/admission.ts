import { printable } from '../../domain/printable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HubSettings } from '../../config/settings.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import { takePlace } from '../../adapters/bounds/strangers.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { SocketErrorMessage } from '../../wire/index.ts';
import type { Identity } from '../people/identity.ts';
import type { HubSocket } from './rooms.ts';

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
  async check(socket: HubSocket): Promise<SocketErrorMessage | undefined> {
    const { limits, clock, identity } = this.deps;
    const held = await identity.ofSocket(socket);
    if (held === undefined) return unauthorized('no valid token or session');
    if (!held.ok) return held;
    const { credential } = held;
    const address = peerOf(socket.request.socket, socket.handshake.address);
    const exempt = credential.userId === OWNER_ID && isLoopback(address);
    // Whoever brings another's session to resume gets nothing of it.
    const before = socket.recovered ? socket.data : undefined;
    if (before !== undefined && before.credential?.userId !== credential.userId)
      return unauthorized('this is not your session');
    const place = takePlace(socket.conn, {
      who: credential.userId,
      most: limits.maxConnections + (exempt ? OWNER_PLACES : 0),
      mostOfOne: exempt ? Number.POSITIVE_INFINITY : limits.maxConnectionsPerUser,
    });
    if (place === 'full') return tooMany('the hub is full');
    if (place !== 'taken') return tooMany(`at most ${limits.maxConnectionsPerUser} per user`);
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
