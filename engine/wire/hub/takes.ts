import { z } from 'zod';
import type { EventTable, Handlers } from '../declaration.ts';
import { taken } from '../declaration.ts';
import { anyName, none, seq } from '../values.ts';
import { chatQuestion } from './chat.ts';

/**
 * How many names one message may carry; how many a socket may hold is a limit of its own. Each is judged by itself: one
 * that can be none (a number, a text without end) is named as unknown, and spoils nothing.
 */
const symbols = z.array(anyName).max(500);
const symbolSet = z.object({ symbols });
const names = z.array(anyName).max(50);

export const CHANNELS = ['pnl', 'positions', 'strategies', 'market', 'logs'] as const;

/** Client to hub. The documents' events, then our own. Of a list, unknown names are named in one `error`. */
export const HUB_TAKES = {
  'subscribe:portfolio': taken(['001'], 'once', 'The portfolio, at once and on change.', none),
  'subscribe:trades': taken(['001'], 'once', 'Fills and failures.', none),
  'subscribe:watchlist': taken(['001'], 'ten', 'Quotes of symbols.', symbols),
  'unsubscribe:watchlist': taken(['001'], 'message', 'No more quotes of these.', symbols),

  'subscribe:market': taken(['002'], 'message', 'Prices and 24-hour figures of symbols.', symbolSet),
  'unsubscribe:market': taken(['002'], 'message', 'No more of these.', symbolSet),
  'subscribe:orders': taken(['002', '004'], 'message', 'Orders, their notifications, positions.', none),
  'unsubscribe:orders': taken(['002', '004'], 'message', 'No more orders.', none),
  'subscribe:positions': taken(['002'], 'message', 'Positions.', none),
  'subscribe:notifications': taken(['002'], 'message', 'Notifications.', none),

  subscribe: taken(
    ['003'],
    'message',
    "Narrows document 003's pushes to channels.",
    z.object({ channels: names.default([]) }),
  ),

  'subscribe:prices': taken(['004'], 'message', 'Bid and ask of symbols, at once and each second.', symbolSet),
  'unsubscribe:prices': taken(['004'], 'message', 'No more of these.', symbolSet),
  'subscribe:events': taken(['004'], 'message', 'Events by type.', z.object({ eventTypes: names })),
  'chat:message': taken(['004'], 'message', 'A question to the analyst.', chatQuestion),

  'pitwall:subscribe': taken(
    ['pitwall'],
    'message',
    "Joins the cockpit's events and gets the present pictures. `sinceSeq`: rows after it are told again (after a reconnect).",
    z.object({ sinceSeq: seq.optional() }).nullish(),
  ),
  'pitwall:ping': taken(['pitwall'], 'free', 'Measures the way there and back.', z.object({ at: z.number() })),
} as const satisfies EventTable;

export type HubTakes = Handlers<typeof HUB_TAKES>;
