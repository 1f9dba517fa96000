import type { HubIo, HubSocket } from './telling/rooms.ts';
import type { Services } from './people/services.ts';

/** Idle sessions and expired grants end, with their sockets; who has a socket open is not idle. */
export function sweep(io: HubIo, { sessions, devices, identity, writeAgain }: Services): void {
  for (const namespace of io._nsps.values()) {
    for (const { data } of namespace.sockets.values()) {
      const { credential } = data as HubSocket['data'];
      if (credential.sessionId === undefined) continue;
      if (credential.kind === 'page') identity.pageSeen(credential.sessionId);
      else if (credential.kind === 'user') sessions.seen(credential.sessionId);
    }
  }
  writeAgain();
  sessions.sweep();
  devices.sweep();
  identity.sweepPages();
}
