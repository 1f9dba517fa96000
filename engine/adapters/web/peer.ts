import type { Socket } from 'node:net';

/** What is known of a connection beyond its socket. */
const NOTED = new WeakMap<object, string>();
const OWN = new WeakSet<object>();

/** Marks a connection that came in by an exposed address. */
export function markExposed(
  socket: Socket,
  remote: string | undefined = socket.remoteAddress,
  local: string | undefined = socket.localAddress,
): void {
  NOTED.set(socket, `${remote ?? 'gone'} via ${local ?? 'gone'}`);
}

/** Marks a connection that the host passes on for a program of this machine. */
export function markPassedOn(socket: Socket, remote: string): void {
  NOTED.set(socket, remote);
}

/** Marks a connection of one of our own programs over the private socket: it is this machine's, and this user's. */
export function markOwn(socket: Socket): void {
  OWN.add(socket);
  NOTED.set(socket, '127.0.0.1');
}

/** It came over the private socket and proved that it knows the secret of this start. */
export function isOwn(socket: object): boolean {
  return OWN.has(socket);
}

/**
 * Who is at the other end: its address; with " via " and ours where the connection came in by an exposed address, so that
 * this machine talking to its own exposed address is no loopback either. `known`: the address where it was noted earlier
 * (a polling client's first connection may be gone by the time that it is judged).
 */
export function peerOf(socket: Pick<Socket, 'remoteAddress'>, known?: string): string {
  return NOTED.get(socket) ?? known ?? socket.remoteAddress ?? 'gone';
}
