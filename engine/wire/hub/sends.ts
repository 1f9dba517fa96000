import { z } from 'zod';
import type { EventTable, Handlers } from '../declaration.ts';
import { sent } from '../declaration.ts';
import { socketError } from '../error.ts';
import { cockpitAccount } from '../pitwall/account.ts';
import { alarm, cockpitLog, deskLink, processes } from '../pitwall/machine.ts';
import { cockpitOrder } from '../pitwall/order.ts';
import { sources } from '../pitwall/source.ts';
import { strategyView } from '../pitwall/strategy.ts';
import { cockpitFill, cockpitTrade } from '../pitwall/trade.ts';
import { flattenStep, receipt } from '../receipt.ts';
import { isoTime, seq } from '../values.ts';
import { chatAnswer } from './chat.ts';
import { marketData, marketStatus, priceUpdate, quoteUpdate, tickerData } from './market.ts';
import { eventNotification, notification } from './notice.ts';
import { orderNotification, orderUpdate } from './order.ts';
import { logEntry, pnlUpdate, positionList, strategyPnlUpdate } from './pnl.ts';
import { portfolioUpdate, tradeExecuted, tradeFailed } from './portfolio.ts';
import { positionUpdate } from './position.ts';
import { connected, connectionStatus } from './session.ts';

/** `type` names the subscription ("portfolio", "watchlist", ...); the lists are those that were confirmed. */
const confirmed = z.strictObject({
  type: z.string(),
  symbols: z.array(z.string()).optional(),
  eventTypes: z.array(z.string()).optional(),
});

/** Hub to client. The documents' events, then our own. */
export const HUB_SENDS = {
  connected: sent(['004'], 'Admitted.', connected),
  status: sent(['003'], "Admitted, in document 003's words.", connectionStatus),
  'subscription:confirmed': sent(['001', '002', '004'], 'A subscription is on.', confirmed),
  'unsubscription:confirmed': sent(['001', '002', '004'], 'A subscription is off.', confirmed),
  subscribed: sent(
    ['003'],
    'The channels that are pushed from now on.',
    z.strictObject({ channels: z.array(z.string()) }),
  ),

  'portfolio:update': sent(['001'], 'The portfolio; at most 4 a second.', portfolioUpdate),
  'trade:executed': sent(['001'], 'A fill.', tradeExecuted),
  'trade:failed': sent(['001'], 'A denied or rejected order.', tradeFailed),
  'quote:update': sent(['001'], 'A quote of a watched symbol; at most 4 a second each.', quoteUpdate),
  'market:status': sent(['001'], 'On connection and when hours change.', marketStatus),
  'server:shutdown': sent(['001'], 'Before an orderly stop.', z.strictObject({ message: z.string() })),

  'market:data': sent(['002'], "A subscribed symbol's price and 24 hours; at most 4 a second each.", marketData),
  'order:update': sent(['002'], 'An order changed.', orderUpdate),
  'position:update': sent(['002', '004'], 'A position changed; at most 4 a second each.', positionUpdate),
  notification: sent(['002'], 'A notification.', notification),

  pnl_update: sent(['003'], 'Every second.', pnlUpdate),
  position_update: sent(['003'], 'Every second, and after a fill.', positionList),
  strategy_pnl_update: sent(['003'], 'Every second per enabled strategy.', strategyPnlUpdate),
  market_data: sent(['003'], 'At most once a second per contract.', tickerData),
  log_entry: sent(['003'], 'Activity.', logEntry),

  'prices:initial': sent(
    ['004'],
    'The present prices of what was subscribed.',
    z.strictObject({ prices: z.array(priceUpdate) }),
  ),
  'price:update': sent(['004'], 'At most once a second per symbol.', priceUpdate),
  'order:notification': sent(['004'], "An order's life.", orderNotification),
  'event:notification': sent(
    ['004'],
    'Market, risk, calendar and system events of the subscribed types.',
    eventNotification,
  ),
  'chat:message': sent(['004'], "The analyst's answer.", chatAnswer),
  error: sent(['001', '004'], 'A message was refused.', socketError),

  'pitwall:account': sent(
    ['pitwall'],
    'The account; after each commit that changed it, at most 4 a second.',
    cockpitAccount,
  ),
  'pitwall:strategy': sent(['pitwall'], "A strategy's own view, when it changed.", strategyView),
  'pitwall:trade': sent(['pitwall'], 'A closed trade.', cockpitTrade),
  'pitwall:fill': sent(['pitwall'], 'A fill with its book and role.', cockpitFill),
  'pitwall:order': sent(['pitwall'], 'An order changed, in our words.', cockpitOrder),
  'pitwall:flatten': sent(['pitwall'], 'A step of a flatten in flight.', flattenStep),
  'pitwall:receipt': sent(
    ['pitwall'],
    'How far a flatten came: ended, or stuck and going on (`ended` false).',
    receipt,
  ),
  'pitwall:processes': sent(['pitwall'], 'The processes, when one changed.', processes),
  'pitwall:alarm': sent(['pitwall'], 'An alarm.', alarm),
  'pitwall:log': sent(['pitwall'], 'Activity with its strategy.', cockpitLog),
  'pitwall:sources': sent(
    ['pitwall'],
    'How long ago each source of figures was heard: twice a second of wall time, and at once when one falls silent or is back.',
    sources,
  ),
  'pitwall:link': sent(['pitwall'], 'The link to the desk went down or came back.', deskLink),
  'pitwall:subscribed': sent(
    ['pitwall'],
    'Answer to pitwall:subscribe, before the first pictures. `seq`: the journal row up to which events are told.',
    z.strictObject({ seq, serverTime: isoTime }),
  ),
  'pitwall:pong': sent(
    ['pitwall'],
    'Answer to pitwall:ping, with a nonce for the next proof.',
    z.strictObject({ at: z.number(), serverTime: isoTime, nonce: z.string() }),
  ),
} as const satisfies EventTable;

export type HubSends = Handlers<typeof HUB_SENDS>;
