import type { Socket } from 'socket.io';
import type { HubSends, HubTakes } from '../../wire/index.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import type { House } from '../../adapters/web/house.ts';
import { readRoom, type Room, roomName } from '../../adapters/web/room.ts';

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

export type HubHouse = House<HubTakes, HubSends, SocketData>;
export type HubIo = HubHouse['io'];
export type HubSocket = Socket<HubTakes, HubSends, Record<string, never>, SocketData>;

/** What a room of the hub is for. Those of symbols carry the name as it was asked for. */
export const ROOM_KINDS = [
  'portfolio',
  'trades',
  'orders',
  'positions',
  'notifications',
  'cockpit',
  'user',
  'session',
  'quotes',
  'market',
  'prices',
  'events',
  'channel',
] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

const named = (kind: RoomKind, key?: string): string => roomName(key === undefined ? { kind } : { kind, key });

/** Names of rooms by subscription. */
export const ROOM = {
  portfolio: named('portfolio'),
  trades: named('trades'),
  orders: named('orders'),
  positions: named('positions'),
  notifications: named('notifications'),
  cockpit: named('cockpit'),
  user: (userId: string) => named('user', userId),
  session: (sessionId: string) => named('session', sessionId),
  quotes: (name: string) => named('quotes', name),
  market: (name: string) => named('market', name),
  prices: (name: string) => named('prices', name),
  events: (type: string) => named('events', type),
  channel: (name: string) => named('channel', name),
} as const;

export function hubRoom(name: string): Room<RoomKind> | undefined {
  return readRoom(name, ROOM_KINDS);
}

export const SYMBOLS_PER_SOCKET = 100;

/** Subscriptions of a socket in words, for /api/connections. */
export function subscriptionsOf(socket: HubSocket): string[] {
  return [...socket.rooms].filter((name) => {
    const kind = hubRoom(name)?.kind;
    return kind !== undefined && kind !== 'user' && kind !== 'session';
  });
}
