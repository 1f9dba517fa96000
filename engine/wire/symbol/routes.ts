import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { cockpitCatalog } from '../pitwall/contract.ts';
import { receipt } from '../receipt.ts';
import { route } from '../route.ts';
import { clientText, commandId, dollars, interval, isoTime, tradingState } from '../values.ts';
import { chartPoint } from './chart.ts';
import { status } from './status.ts';
import { trade } from './trade.ts';

/**
 * A command may carry an id of the sender's and its cause in a few words ("key F8"). The same command again with the same
 * id is the same act: it gets the same answer, with `repeated`. Another command with a used id is refused with 409; but
 * what takes risk away is never refused for its id: it is done, and a flatten or stop that no longer stands, or a flatten
 * of more than a minute ago, is done anew.
 */
export const commandBody = z
  .object({ commandId: commandId.optional(), cause: clientText(80, 0).optional() })
  .nullish()
  .transform((body) => body ?? {});

/** Nothing was done for this call: its command had been taken before under the same id, and this is the answer of then. */
export const repeated = z.literal(true).optional();
const switched = z.strictObject({
  success: z.boolean(),
  tradingEnabled: z.boolean(),
  state: tradingState,
  repeated,
});
export const flattened = z.strictObject({ success: z.boolean(), receipt, repeated });

/** Time in a query: ISO-8601, a date, or epoch milliseconds. */
export const queryTime = z.string().max(40).optional();

export const chartQuery = z.object({
  interval: interval.optional(),
  from: queryTime,
  to: queryTime,
  limit: z.coerce.number().int().min(1).max(20_000).optional(),
});

export const accountEntry = z.strictObject({
  id: z.string(),
  name: z.string(),
  balance: dollars,
  simulated: z.boolean(),
  canTrade: z.boolean(),
  active: z.boolean(),
});

export const SYMBOL_ROUTES = {
  status: route('GET', '/api/status', { from: ['000'], access: 'local', doc: 'The status.', reply: status }),
  accounts: route('GET', '/api/accounts', {
    from: ['000'],
    access: 'local',
    doc: 'Accounts that this strategy can trade on.',
    reply: z.strictObject({ accounts: z.array(accountEntry) }),
  }),
  selectAccount: route('POST', '/api/account/:id', {
    from: ['000'],
    access: 'trader',
    doc: 'Switches to an account. 409 unless flat, 404 for an unknown one.',
    params: z.strictObject({ id: clientText(64) }),
    reply: z.strictObject({ success: z.boolean(), accountId: z.string() }),
  }),
  start: route('POST', '/api/trading/start', {
    from: ['000'],
    access: 'trader',
    doc: 'This strategy to RUN, and the account; others stay as they are. 409 with the time when a halt ends: a person does not lift it.',
    body: commandBody,
    reply: switched,
  }),
  stop: route('POST', '/api/trading/stop', {
    from: ['000'],
    access: 'flatten',
    limit: 'free',
    doc: 'EXITS_ONLY: no entries, those that wait are canceled, protection stays.',
    body: commandBody,
    reply: switched,
  }),
  flatten: route('POST', '/api/position/flatten', {
    from: ['000'],
    access: 'flatten',
    limit: 'free',
    doc: 'EXITS_ONLY, then cancels and closes until the venue says flat. Answers when verified, else after at most 3 s with how far it came; it goes on then, and pitwall:receipt tells the end.',
    body: commandBody,
    reply: flattened,
  }),
  chart: route('GET', '/api/chart', {
    from: ['000', 'pitwall'],
    access: 'local',
    doc: 'The history as a bare array: the last 500 1-minute points, or what interval, from, to and limit ask for, at most the newest 5,000.',
    query: chartQuery,
    reply: z.array(chartPoint),
  }),
  trades: route('GET', '/api/trades', {
    from: ['000'],
    access: 'local',
    doc: "Trades that closed in [from, to), at most the newest 5,000; without them today's.",
    query: z.object({ from: queryTime, to: queryTime }),
    reply: z.array(trade),
  }),
  contracts: route('GET', '/api/contracts', {
    from: ['pitwall'],
    access: 'local',
    doc: 'Contract roots with tick, decimals and regular hours, and when a trading day begins.',
    reply: cockpitCatalog,
  }),
  place: route('GET', '/api/place', {
    from: ['pitwall'],
    access: 'local',
    doc: 'Which server this is: the page asks it to know what to show.',
    reply: z.strictObject({
      server: z.enum(['symbol', 'hub']),
      strategy: z.string().nullable(),
      version: z.string(),
      serverTime: isoTime,
    }),
  }),
} as const satisfies RouteTable;
