import type { ConnectError } from './dial.ts';

/** What of a Socket.IO client socket this needs. */
export interface Reconnecting {
  /** False when Socket.IO itself has given up on it. */
  readonly active: boolean;
  readonly connect: () => unknown;
  readonly on: ((name: 'connect', listener: () => void) => unknown) &
    ((name: 'disconnect', listener: (reason: string) => void) => unknown) &
    ((name: 'connect_error', listener: (error: ConnectError) => void) => unknown);
}

const FIRST_MS = 300;
const MOST_MS = 5_000;

/**
 * Socket.IO retries a connection that broke. It does not retry a socket that the server ended itself (too many refusals) or
 * did not let in (a server that does not know the session yet): that is done here, each time after a longer wait. A server
 * that only wanted a younger nonce is asked again at once.
 */
export function keepConnected(socket: Reconnecting): () => void {
  let waitMs = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let hasNonce = false;
  const again = (afterMs: number): void => {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isOver) socket.connect();
    }, afterMs);
  };
  const later = (): void => {
    again(waitMs);
    waitMs = Math.min(waitMs * 2, MOST_MS);
  };
  socket.on('connect', () => {
    waitMs = FIRST_MS;
    hasNonce = false;
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') later();
  });
  socket.on('connect_error', ({ data }) => {
    if (socket.active) return;
    if (data?.code === 'use_dpop_nonce' && !hasNonce) again(0);
    else later();
    hasNonce = data?.code === 'use_dpop_nonce';
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
