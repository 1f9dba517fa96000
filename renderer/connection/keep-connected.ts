/** What of a Socket.IO client socket this needs. */
export interface Reconnecting {
  /** False when Socket.IO itself has given up on it. */
  readonly active: boolean;
  readonly connect: () => unknown;
  readonly on: ((name: 'connect', listener: () => void) => unknown) &
    ((name: 'disconnect', listener: (reason: string) => void) => unknown) &
    ((name: 'connect_error', listener: (error: Error) => void) => unknown);
}

const FIRST_MS = 300;
const MOST_MS = 5_000;

/**
 * Socket.IO retries a connection that broke. It does not retry one that the server ended itself (a stop in order) or did
 * not let in (a server that does not know the session yet): that is done here, each time after a longer wait.
 */
export function keepConnected(socket: Reconnecting): () => void {
  let waitMs = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const again = (): void => {
    if (isOver) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isOver) socket.connect();
    }, waitMs);
    waitMs = Math.min(waitMs * 2, MOST_MS);
  };
  socket.on('connect', () => {
    waitMs = FIRST_MS;
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') again();
  });
  socket.on('connect_error', () => {
    if (!socket.active) again();
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
