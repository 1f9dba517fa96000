import type { Socket } from 'node:net';

const EXPOSED = new WeakMap<object, string>();

/** Marks a connection that came in by an exposed address. */
export function markExposed(socket: Socket): void {
  EXPOSED.set(socket, `${socket.remoteAddress ?? 'gone'} via ${socket.localAddress ?? 'gone'}`);
}

/**
 * Who is at the other end: its address; with " via " and ours where the connection came in by an exposed address, so that
 * this machine talking to its own exposed address is no loopback either. `known`: the address where it was noted earlier
 * (a polling client's first connection may be gone by the time that it is judged).
 */
export function peerOf(socket: Pick<Socket, 'remoteAddress'>, known?: string): string {
  return EXPOSED.get(socket) ?? known ?? socket.remoteAddress ?? 'gone';
}
