import type { Identity } from './people/identity.ts';
import type { HubIo, HubSocket } from './telling/rooms.ts';
import type { Services } from './people/services.ts';

/** Sockets of those who are nobody any more are closed; what the others may do is told anew. */
export function review(io: HubIo, identity: Identity): void {
  for (const namespace of io._nsps.values()) {
    // Every namespace of the hub fills `data` as the main one does; the library types each apart.
    for (const socket of namespace.sockets.values()) reviewOne(socket as unknown as HubSocket, identity);
  }
}

/** True when the socket stays. */
export function reviewOne(socket: HubSocket, identity: Identity): boolean {
  const { credential, address } = socket.data;
  const now = identity.again(credential, address);
  if (now === undefined) socket.disconnect(true);
  else socket.data.credential = now;
  return now !== undefined;
}

/** Idle sessions and expired grants end, with their sockets; who has a socket open is not idle. */
export async function sweep(io: HubIo, { sessions, devices, identity, writeAgain }: Services): Promise<void> {
  for (const namespace of io._nsps.values()) {
    for (const { data } of namespace.sockets.values()) {
      // As above.
      const { credential, address } = data as HubSocket['data'];
      identity.seen(credential, address);
    }
  }
  writeAgain();
  await Promise.all([sessions.sweep(), devices.sweep()]);
}
