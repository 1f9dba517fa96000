import { OWNER_ID } from '../../adapters/web/credential.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { SocketErrorMessage } from '../../wire/index.ts';
import type { SymbolIo, SymbolSocket } from './sockets.ts';
import type { SymbolDoor } from './symbol-door.ts';

const MOST_SOCKETS = 1_000;
const MOST_PER_USER = 5;

/**
 * Why a socket is refused; undefined: it is admitted. Reading is open to this machine on a loopback port; elsewhere a
 * token is needed. The hub's own connections are counted at the hub; this machine's owner is free of the limit per user.
 */
export async function refusal(
  socket: SymbolSocket,
  { io, door, exposed }: { readonly io: SymbolIo; readonly door: SymbolDoor; readonly exposed: boolean },
): Promise<SocketErrorMessage | undefined> {
  if (io.engine.clientsCount > MOST_SOCKETS) return tooMany('the server is full');
  const peer = peerOf(socket.request.socket, socket.handshake.address);
  const held = await door.ofSocket(socket);
  const credential = held?.ok === true ? held.credential : undefined;
  socket.data = credential === undefined ? {} : { credential, address: peer };
  if (!exposed && isLoopback(peer)) return undefined;
  if (held?.ok === false) return held;
  if (credential === undefined)
    return { code: 'unauthorized', message: 'Authentication required: a token is needed here' };
  const { kind, userId } = credential;
  if (isLoopback(peer) && (userId === OWNER_ID || kind === 'relay')) return undefined;
  let own = 0;
  for (const other of io.sockets.sockets.values()) if (other.data.credential?.userId === userId) own += 1;
  return own >= MOST_PER_USER ? tooMany(`at most ${MOST_PER_USER} per user`) : undefined;
}

function tooMany(detail: string): SocketErrorMessage {
  return { code: 'too_many_connections', message: `Too many connections: ${detail}` };
}
