import { OWNER_ID } from '../../adapters/web/credential.ts';
import { placesTaken } from '../../adapters/bounds/strangers.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { SocketErrorMessage } from '../../wire/index.ts';
import type { SymbolIo, SymbolSocket } from './sockets.ts';
import type { SymbolDoor } from './symbol-door.ts';

const MOST_SOCKETS = 1_000;
const MOST_PER_USER = 5;
/** Of this machine without a token: the others have places whatever these do. */
const MOST_READERS = 200;
/** Beyond everybody's places, for the owner's windows on this machine and the hub's relays. */
const OWN_PLACES = 50;

/**
 * Why a socket is refused; undefined: it is admitted. Reading is open to this machine on a loopback port; elsewhere a
 * token is needed. The hub's own connections are counted at the hub; this machine's owner is free of the limit per user.
 */
export async function refusal(
  socket: SymbolSocket,
  { io, door, exposed }: { readonly io: SymbolIo; readonly door: SymbolDoor; readonly exposed: boolean },
): Promise<SocketErrorMessage | undefined> {
  const peer = peerOf(socket.request.socket, socket.handshake.address);
  const held = await door.ofSocket(socket);
  const credential = held?.ok === true ? held.credential : undefined;
  socket.data = credential === undefined ? {} : { credential, address: peer };
  const isOwn = isLoopback(peer) && (credential?.userId === OWNER_ID || credential?.kind === 'relay');
  if (placesTaken(socket.conn) >= MOST_SOCKETS + (isOwn ? OWN_PLACES : 0)) return tooMany('the server is full');
  if (credential === undefined) {
    if (exposed || !isLoopback(peer)) {
      if (held?.ok === false) return held;
      return { code: 'unauthorized', message: 'Authentication required: a token is needed here' };
    }
    let readers = 0;
    for (const other of io.sockets.sockets.values()) if (other.data.credential === undefined) readers += 1;
    return readers >= MOST_READERS ? tooMany(`at most ${MOST_READERS} that show no token`) : undefined;
  }
  if (isOwn || (!exposed && isLoopback(peer))) return undefined;
  const { userId } = credential;
  let own = 0;
  for (const other of io.sockets.sockets.values()) if (other.data.credential?.userId === userId) own += 1;
  return own >= MOST_PER_USER ? tooMany(`at most ${MOST_PER_USER} per user`) : undefined;
}

function tooMany(detail: string): SocketErrorMessage {
  return { code: 'too_many_connections', message: `Too many connections: ${detail}` };
}
