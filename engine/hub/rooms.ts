import type { Server, Socket } from 'socket.io';
import type { HubSends, HubTakes } from '../wire/index.ts';
import type { Credential } from '../adapters/web/credential.ts';

/** What the hub keeps of a socket. */
export interface SocketData {
  credential: Credential;
  address: string;
  userAgent: string;
  connectedMs: number;
  messages: number;
  /** Names that were asked for, by kind; at most `SYMBOLS_PER_SOCKET` in all. */
  symbols: Map<string, Set<string>>;
}

export type HubIo = Server<HubTakes, HubSends, Record<string, never>, SocketData>;
export type HubSocket = Socket<HubTakes, HubSends, Record<string, never>, SocketData>;

/** Rooms by subscription. Those of symbols carry the name as it was asked for. */
export const ROOM = {
  portfolio: 'portfolio',
  trades: 'trades',
  orders: 'orders',
  positions: 'positions',
  notifications: 'notifications',
  cockpit: 'cockpit',
  user: (userId: string) => `user ${userId}`,
  session: (sessionId: string) => `session ${sessionId}`,
  quotes: (name: string) => `quotes ${name}`,
  market: (name: string) => `market ${name}`,
  prices: (name: string) => `prices ${name}`,
  events: (type: string) => `events ${type}`,
  channel: (name: string) => `channel ${name}`,
} as const;

export const SYMBOLS_PER_SOCKET = 100;

/** Subscriptions of a socket in words, for /api/connections. */
export function subscriptionsOf(socket: HubSocket): string[] {
  return [...socket.rooms].filter(
    (room) =>
      room !== socket.id && !room.startsWith('user ') && !room.startsWith('session ') && !room.startsWith('pitwall '),
  );
}
