import { ownNameOf } from './foreign-symbol.ts';
import { bindSocket } from '../../adapters/web/bind-socket.ts';
import { OWNER_ID } from '../../adapters/web/credential.ts';
import {
  CHANNELS,
  type ChatAnswer,
  type ChatQuestion,
  EVENT_TYPES,
  HUB_TAKES,
  type PriceUpdate,
  type SocketErrorMessage,
} from '../../wire/index.ts';
import {
  encodeAccount,
  encodeCockpitOrder,
  encodePortfolio,
  encodePositions,
  encodeSources,
  toIso,
} from '../../wire/encode/index.ts';
import type { Socket } from 'socket.io';
import type { Clock } from '../../ports/clock.ts';
import type { Audit } from '../../ports/audit.ts';
import type { Logger } from '../../ports/logger.ts';
import { calendarNews } from '../picture/calendar-news.ts';
import { encodeProcess, type HubPicture } from '../picture/hub-picture.ts';
import { encodeMarketData, encodePrice, encodeQuoteUpdate } from '../picture/market-messages.ts';
import type { MarketMemory } from '../picture/market-memory.ts';
import type { MessageLimits } from './message-limits.ts';
import { type HubSocket, ROOM, SYMBOLS_PER_SOCKET } from './rooms.ts';

const MOST_REFUSALS = 300;
/** Characters of the names in one error. */
const MOST_NAMED = 4_000;

export interface SubscriptionParts {
  readonly picture: HubPicture;
  readonly market: MarketMemory;
  readonly limits: MessageLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly refused: (code: string) => void;
  /** For the next proof of the page. */
  readonly nonce: () => string;
  /** Journal rows after a number, told again to this socket. */
  readonly tellAgain: (socket: HubSocket, sinceSeq: number) => Promise<void>;
  readonly answer: (question: ChatQuestion, socket: HubSocket) => Promise<ChatAnswer>;
}

/** What a client may send to the hub. */
export function takeMessages(socket: HubSocket, parts: SubscriptionParts): void {
  const { picture, market, clock } = parts;
  const error = (refusal: SocketErrorMessage): void => void socket.emit('error', refusal);
  const seen = new Set<string>();
  let refusals = 0;

  const tellUnknown = (what: string, names: readonly string[]): void => {
    if (names.length > 0) error({ code: 'unknown_name', message: `Unknown ${what}: ${listed(names)}` });
  };
  /** With what it is called here, where it is another program's name of what is quoted here. */
  const withOwnName = (name: string): string => {
    const own = ownNameOf(name, new Date(picture.timeMs).getUTCFullYear());
    return own !== undefined && market.knows(own) ? `${name} (here: ${own})` : name;
  };

  /** Joins the rooms of the names that are known; returns them. The others are named in one error. */
  const join = (kind: 'quotes' | 'market' | 'prices', names: readonly string[]): string[] => {
    const held = socket.data.symbols.get(kind) ?? new Set<string>();
    socket.data.symbols.set(kind, held);
    const { known, unknown } = sorted(names, (name) => market.knows(name));
    tellUnknown('symbols', unknown.map(withOwnName));
    const all = [...socket.data.symbols.values()].reduce((sum, set) => sum + set.size, 0);
    const fresh = known.filter((name) => !held.has(name));
    if (all + fresh.length > SYMBOLS_PER_SOCKET) {
      error({ code: 'too_many_symbols', message: `Too many symbols: at most ${SYMBOLS_PER_SOCKET} per socket` });
      return [];
    }
    for (const name of fresh) {
      held.add(name);
      void socket.join(ROOM[kind](name));
    }
    return known;
  };
  /** Leaves the rooms; returns the names that are known, held or not: asking twice is answered alike. */
  const leave = (kind: 'quotes' | 'market' | 'prices', names: readonly string[]): string[] => {
    const held = socket.data.symbols.get(kind);
    const { known, unknown } = sorted(names, (name) => held?.has(name) === true || market.knows(name));
    tellUnknown('symbols', unknown.map(withOwnName));
    for (const name of known) if (held?.delete(name) === true) void socket.leave(ROOM[kind](name));
    return known;
  };
  const prices = (names: readonly string[]): PriceUpdate[] =>
    names.flatMap((name) => {
      const quotation = market.quotation(name);
      return quotation === undefined ? [] : [encodePrice(name, quotation)];
    });
  const tellPositions = (): void => {
    if (picture.view === undefined) return;
    for (const position of encodePositions(picture.view, OWNER_ID)) socket.emit('position:update', position);
  };

  bindSocket(
    socket as unknown as Socket,
    HUB_TAKES,
    {
      'subscribe:portfolio': () => {
        void socket.join(ROOM.portfolio);
        socket.emit('subscription:confirmed', { type: 'portfolio' });
        if (picture.view !== undefined) socket.emit('portfolio:update', encodePortfolio(picture.view, OWNER_ID));
      },
      'subscribe:trades': () => {
        void socket.join(ROOM.trades);
        socket.emit('subscription:confirmed', { type: 'trades' });
      },
      'subscribe:watchlist': (names) => {
        const symbols = join('quotes', names);
        socket.emit('subscription:confirmed', { type: 'watchlist', symbols });
        for (const name of symbols) {
          const quotation = market.quotation(name);
          if (quotation !== undefined) socket.emit('quote:update', encodeQuoteUpdate(name, quotation));
        }
      },
      'unsubscribe:watchlist': (names) => {
        socket.emit('unsubscription:confirmed', { type: 'watchlist', symbols: leave('quotes', names) });
      },
      'subscribe:market': ({ symbols: names }) => {
        const symbols = join('market', names);
        socket.emit('subscription:confirmed', { type: 'market', symbols });
        for (const name of symbols) {
          const quotation = market.quotation(name);
          if (quotation !== undefined) socket.emit('market:data', encodeMarketData(name, quotation));
        }
      },
      'unsubscribe:market': ({ symbols: names }) => {
        socket.emit('unsubscription:confirmed', { type: 'market', symbols: leave('market', names) });
      },
      'subscribe:orders': () => {
        void socket.join(ROOM.orders);
        socket.emit('subscription:confirmed', { type: 'orders' });
        tellPositions();
      },
      'unsubscribe:orders': () => {
        void socket.leave(ROOM.orders);
        socket.emit('unsubscription:confirmed', { type: 'orders' });
      },
      'subscribe:positions': () => {
        void socket.join(ROOM.positions);
        socket.emit('subscription:confirmed', { type: 'positions' });
        tellPositions();
      },
      'subscribe:notifications': () => {
        void socket.join(ROOM.notifications);
        socket.emit('subscription:confirmed', { type: 'notifications' });
      },
      subscribe: ({ channels: names }) => {
        const known = CHANNELS.filter((channel) => names.includes(channel));
        tellUnknown('channels', sorted(names, (name) => (CHANNELS as readonly string[]).includes(name)).unknown);
        // No name, or only unknown ones, narrow nothing: the socket keeps what it has.
        if (known.length > 0) {
          for (const channel of CHANNELS) void socket.leave(ROOM.channel(channel));
          for (const channel of known) void socket.join(ROOM.channel(channel));
        }
        socket.emit('subscribed', { channels: [...known] });
      },
      'subscribe:prices': ({ symbols: names }) => {
        socket.emit('prices:initial', { prices: prices(join('prices', names)) });
      },
      'unsubscribe:prices': ({ symbols: names }) => {
        socket.emit('unsubscription:confirmed', { type: 'prices', symbols: leave('prices', names) });
      },
      'subscribe:events': ({ eventTypes: names }) => {
        const known = EVENT_TYPES.filter((type) => names.includes(type));
        tellUnknown('event types', sorted(names, (name) => (EVENT_TYPES as readonly string[]).includes(name)).unknown);
        for (const type of known) void socket.join(ROOM.events(type));
        socket.emit('subscription:confirmed', { type: 'events', eventTypes: [...known] });
        // Told to all when a trading day begins: who comes later is told now.
        if (known.includes('NEWS_UPDATE') && picture.view !== undefined) {
          const { tradingDay } = picture.view;
          for (const news of calendarNews(market.calendar, tradingDay, market.known, picture.timeMs))
            socket.emit('event:notification', news);
        }
      },
      'chat:message': async (question) => {
        socket.emit('chat:message', await parts.answer(question, socket));
      },
      'pitwall:subscribe': async (ask) => {
        void socket.join(ROOM.cockpit);
        const serverTime = toIso(clock.now());
        socket.emit('pitwall:subscribed', { seq: picture.lastSeq ?? 0, serverTime });
        socket.emit('pitwall:link', picture.linkMessage());
        socket.emit('pitwall:sources', { sources: encodeSources(picture.sources), timestamp: serverTime });
        if (picture.view !== undefined) socket.emit('pitwall:account', encodeAccount(picture.view, picture));
        for (const view of picture.strategyViews()) socket.emit('pitwall:strategy', view);
        for (const order of picture.orders.open) socket.emit('pitwall:order', encodeCockpitOrder(order));
        socket.emit('pitwall:processes', { processes: picture.processes.map(encodeProcess), timestamp: serverTime });
        for (const alarm of picture.processAlarms.all) socket.emit('pitwall:alarm', alarm);
        if (ask?.sinceSeq !== undefined) await parts.tellAgain(socket, ask.sinceSeq);
      },
      'pitwall:ping': ({ at }) => {
        socket.emit('pitwall:pong', { at, serverTime: toIso(clock.now()), nonce: parts.nonce() });
      },
    },
    {
      took: (name) => parts.logger.debug('socket message', { name, socketId: socket.id }),
      admit: (name, declared) => {
        socket.data.messages += 1;
        const first = !seen.has(name);
        if (declared !== undefined) seen.add(name);
        return parts.limits.judge(socket, name, declared, first);
      },
      refused: (refusal) => {
        refusals += 1;
        parts.refused(refusal.code);
        if (refusals > MOST_REFUSALS) socket.disconnect(true);
        else error(refusal);
      },
      failed: (name, fault) => parts.logger.error('a socket message failed', { name, error: String(fault) }),
    },
    parts.audit,
  );
}

/** All of them, or how many more there are. */
function listed(names: readonly string[]): string {
  let length = 0;
  const shown = names.filter((name) => (length += name.length + 2) <= MOST_NAMED);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

/** Each name once, by whether it is known. */
function sorted(
  names: readonly string[],
  knows: (name: string) => boolean,
): { readonly known: string[]; readonly unknown: string[] } {
  const wanted = [...new Set(names)];
  return { known: wanted.filter(knows), unknown: wanted.filter((name) => !knows(name)) };
}
