import type { Socket } from 'socket.io';

/** What waits for a socket's transport, in the library's own list. */
function backlog(socket: Socket): readonly { readonly data?: unknown }[] {
  // Not declared, but engine.io keeps it under this name in every version that is supported here.
  return (socket.conn as unknown as { readonly writeBuffer: readonly { readonly data?: unknown }[] }).writeBuffer;
}

/** Packets that wait for the socket's transport. */
export function waiting(socket: Socket): number {
  return backlog(socket).length;
}

/** Their characters. */
export function waitingSize(socket: Socket): number {
  return backlog(socket).reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
}
