import { z } from 'zod';
import type { EventTable, Handlers } from '../declaration.ts';
import { sent, taken } from '../declaration.ts';
import { socketError } from '../error.ts';
import { cockpitTrade } from '../pitwall/trade.ts';
import { cockpitAccount } from '../pitwall/account.ts';
import { alarm, deskLink } from '../pitwall/machine.ts';
import { sources } from '../pitwall/source.ts';
import { strategyView } from '../pitwall/strategy.ts';
import { flattenStep, receipt } from '../receipt.ts';
import { interval, none } from '../values.ts';
import { chartPoint, formingBar, tick } from './chart.ts';
import { alert, logMessage, status, symbolConfig } from './status.ts';
import { trade } from './trade.ts';

/** Symbol server to client. The document's events, then our own. */
export const SYMBOL_SENDS = {
  config: sent(['000'], 'On connection: the contract and the strategy with its parameters.', symbolConfig, 'local'),
  chartHistory: sent(
    ['000'],
    'On connection and on request: the last 500 chart points, oldest first.',
    z.array(chartPoint),
    'local',
  ),
  bar: sent(['000'], 'A 1-minute bar closed.', chartPoint, 'local'),
  tick: sent(
    ['000'],
    'The forming bar moved; at most 10 a second of wall time, the last one of a bar besides.',
    tick,
    'local',
  ),
  status: sent(['000'], 'Every state change, and at least every 30 s of wall time.', status, 'local'),
  trade: sent(['000'], 'A position went flat.', trade, 'local'),
  log: sent(['000'], 'Activity; the last 50 lines on connection.', logMessage, 'local'),
  alert: sent(['000'], 'Something that a person should see now.', alert, 'local'),
  error: sent(['pitwall'], 'A message of this socket was refused.', socketError, 'local'),
  'server:shutdown': sent(['pitwall'], 'Before an orderly stop.', z.strictObject({ message: z.string() }), 'local'),
  'pitwall:history': sent(
    ['pitwall'],
    'Answer to pitwall:subscribe: closed bars of the interval, and the forming one.',
    z.strictObject({ interval, points: z.array(chartPoint), forming: formingBar.nullable() }),
    'local',
  ),
  'pitwall:bar': sent(
    ['pitwall'],
    'A bar of the asked interval closed.',
    z.strictObject({ interval, point: chartPoint }),
    'local',
  ),
  'pitwall:tick': sent(
    ['pitwall'],
    'The forming bar of the asked interval; rate as `tick`.',
    z.strictObject({ interval, bar: formingBar }),
    'local',
  ),
  'pitwall:strategy': sent(['pitwall'], "The strategy's own view: setup, phase, levels.", strategyView, 'local'),
  'pitwall:account': sent(
    ['pitwall'],
    'The account as the desk tells it; at most 4 a second.',
    cockpitAccount,
    'local',
  ),
  'pitwall:trade': sent(['pitwall'], 'A closed trade with MAE, MFE, R and reasons.', cockpitTrade, 'local'),
  'pitwall:alarm': sent(['pitwall'], 'An alarm of this book or the account.', alarm, 'local'),
  'pitwall:sources': sent(
    ['pitwall'],
    'How long ago each source of figures was heard: twice a second of wall time, and at once when one falls silent or is back.',
    sources,
    'local',
  ),
  'pitwall:link': sent(['pitwall'], 'The link to the desk went down or came back.', deskLink, 'local'),
  'pitwall:flatten': sent(['pitwall'], 'A step of a flatten in flight.', flattenStep, 'local'),
  'pitwall:receipt': sent(
    ['pitwall'],
    'How far a flatten came: ended, or stuck and going on (`ended` false).',
    receipt,
    'local',
  ),
} as const satisfies EventTable;

/** Client to symbol server. */
export const SYMBOL_TAKES = {
  chartHistory: taken(['000'], 'message', 'Asks for the history again.', none, 'local'),
  'pitwall:subscribe': taken(
    ['pitwall'],
    'message',
    "Joins the cockpit's events of this server and the bars of one interval (the one before is left).",
    z.strictObject({ interval: interval.default('1m') }),
    'local',
  ),
} as const satisfies EventTable;

export type SymbolSends = Handlers<typeof SYMBOL_SENDS>;
export type SymbolTakes = Handlers<typeof SYMBOL_TAKES>;
