import type { Socket } from 'socket.io';
import { bindSocket } from '../../adapters/web/bind-socket.ts';
import type { Credential } from '../../adapters/web/credential.ts';
import { encoded } from '../../adapters/web/encoded-json.ts';
import type { Audit } from '../../ports/audit.ts';
import type { House } from '../../adapters/web/house.ts';
import { Owed } from '../../adapters/bounds/owed.ts';
import { readRoom, roomName } from '../../adapters/web/room.ts';
import { type ChartPoint, type Interval, SYMBOL_TAKES, type SymbolSends, type SymbolTakes } from '../../wire/index.ts';

/** What a symbol server keeps of a socket: whose it is, where a token was shown. */
export interface SocketData {
  credential?: Credential;
  address?: string;
}

export type SymbolHouse = House<SymbolTakes, SymbolSends, SocketData>;
export type SymbolIo = SymbolHouse['io'];
export type SymbolSocket = Socket<SymbolTakes, SymbolSends, Record<string, never>, SocketData>;

const ROOM_KINDS = ['cockpit', 'interval'] as const;

/** Room of sockets that asked for our own events. */
export const COCKPIT = roomName({ kind: 'cockpit' });
export function intervalRoom(interval: Interval): string {
  return roomName({ kind: 'interval', key: interval });
}

/** Messages a minute that a socket may send; a page sends a handful. */
const MESSAGES_A_MINUTE = 120;
const MINUTE = 60_000;
/** Refusals after which a socket is closed. */
const MOST_REFUSALS = 200;

export interface SocketParts {
  readonly nowMs: () => number;
  /** JSON of `chartHistory`, and of `pitwall:history` of an interval. */
  readonly historyJson: () => string;
  readonly intervalJson: (interval: Interval) => string;
  /** Sends the cockpit's first pictures. */
  readonly pictures: (socket: SymbolSocket) => void;
  readonly took: (name: string) => void;
  readonly failed: (name: string, error: unknown) => void;
  readonly audit: Audit;
}

/** What a client may send to a symbol server. */
export function takeMessages(socket: SymbolSocket, parts: SocketParts): void {
  let windowMs = parts.nowMs();
  let messages = 0;
  let refusals = 0;
  // The same socket without its events' types, which the library will not widen.
  const owed = new Owed(socket as unknown as Socket);
  bindSocket(
    socket as unknown as Socket,
    SYMBOL_TAKES,
    {
      chartHistory: () => {
        owed.send('chartHistory', () => socket.emit('chartHistory', encoded<ChartPoint[]>(parts.historyJson())));
      },
      'pitwall:subscribe': ({ interval }) => {
        for (const room of socket.rooms) if (readRoom(room, ROOM_KINDS)?.kind === 'interval') void socket.leave(room);
        void socket.join([COCKPIT, intervalRoom(interval)]);
        owed.send('pitwall:history', () => {
          socket.emit(
            'pitwall:history',
            encoded<Parameters<SymbolSends['pitwall:history']>[0]>(parts.intervalJson(interval)),
          );
          parts.pictures(socket);
        });
      },
    },
    {
      took: parts.took,
      admit: () => {
        const now = parts.nowMs();
        if (now - windowMs >= MINUTE) {
          windowMs = now;
          messages = 0;
        }
        messages += 1;
        return messages > MESSAGES_A_MINUTE
          ? { code: 'rate_limited', message: `Rate limit: at most ${MESSAGES_A_MINUTE} messages a minute` }
          : undefined;
      },
      refused: (refusal) => {
        refusals += 1;
        if (refusals > MOST_REFUSALS) socket.disconnect(true);
        else socket.emit('error', refusal);
      },
      failed: parts.failed,
    },
    parts.audit,
  );
}
