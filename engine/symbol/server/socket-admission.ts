import { LOCAL_READER, OWNER_ID } from '../../adapters/web/credential.ts';
import { takePlace } from '../../adapters/bounds/strangers.ts';
import { isLoopback } from '../../domain/loopback.ts';
import { peerOf } from '../../adapters/web/peer.ts';
import type { SocketErrorMessage } from '../../wire/index.ts';
import type { SymbolSocket } from './sockets.ts';
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
  { door, exposed }: { readonly door: SymbolDoor; readonly exposed: boolean },
): Promise<SocketErrorMessage | undefined> {
  const peer = peerOf(socket.request.socket, socket.handshake.address);
  const held = await door.ofSocket(socket);
  const credential = held?.ok === true ? held.credential : undefined;
  socket.data = credential === undefined ? {} : { credential, address: peer };
  const isOwn = isLoopback(peer) && (credential?.userId === OWNER_ID || credential?.kind === 'relay');
  if (credential === undefined && (exposed || !isLoopback(peer))) {
    if (held?.ok === false) return held;
    return { code: 'unauthorized', message: 'Authentication required: a token is needed here' };
  }
  const mostOfOne = credential === undefined ? MOST_READERS : MOST_PER_USER;
  const isFree = isOwn || (credential !== undefined && !exposed && isLoopback(peer));
  const place = takePlace(socket.conn, {
    who: credential?.userId ?? LOCAL_READER.userId,
    most: MOST_SOCKETS + (isOwn ? OWN_PLACES : 0),
    mostOfOne: isFree ? Number.POSITIVE_INFINITY : mostOfOne,
  });
  if (place === 'taken') return undefined;
  if (place === 'full') return tooMany('the server is full');
  return tooMany(
    credential === undefined ? `at most ${MOST_READERS} that show no token` : `at most ${MOST_PER_USER} per user`,
  );
}

function tooMany(detail: string): SocketErrorMessage {
  return { code: 'too_many_connections', message: `Too many connections: ${detail}` };
}
