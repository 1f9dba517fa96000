import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { commandBody, flattened, repeated } from '../symbol/routes.ts';
import { clientText, commandId, strategyRef, tradingState } from '../values.ts';

const byStrategy = z.strictObject({ id: strategyRef });
const switched = z.strictObject({ success: z.boolean(), state: tradingState, repeated });
const done = z.strictObject({ success: z.boolean(), repeated });

const ACCOUNT_WIDE = { about: () => 'account' };

/** Commands. All go to the desk through one gate; those that reduce risk are never limited. */
export const HUB_COMMAND_ROUTES = {
  startStrategy: route('POST', '/api/strategies/:id/start', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'This strategy to RUN, and the account; others stay as they are. 409 with the time when a halt ends: a person does not lift it.',
    audit: { what: 'start' },
    params: byStrategy,
    body: commandBody,
    reply: switched,
  }),
  stopStrategy: route('POST', '/api/strategies/:id/stop', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'EXITS_ONLY: no entries, those that wait are canceled, protection stays.',
    audit: { what: 'stop' },
    params: byStrategy,
    body: commandBody,
    reply: switched,
  }),
  flattenStrategy: route('POST', '/api/strategies/:id/flatten', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'EXITS_ONLY, then cancels and closes until the venue says flat. Answers when verified, else after at most 3 s with how far it came; it goes on then, and pitwall:receipt tells the end.',
    audit: { what: 'flatten' },
    params: byStrategy,
    body: commandBody,
    reply: flattened,
  }),
  endStrategyFlatten: route('POST', '/api/strategies/:id/flatten/end', {
    from: ['pitwall'],
    access: 'trader',
    doc: "Gives up a person's flatten that is under way: nothing more is closed. 404 where there is none.",
    audit: { what: 'end-flatten' },
    params: byStrategy,
    body: commandBody,
    reply: done,
  }),
  start: route('POST', '/api/start', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'The account and each strategy to RUN. 409 with the time when a halt ends: a person does not lift it.',
    audit: ACCOUNT_WIDE,
    body: commandBody,
    reply: switched,
  }),
  stop: route('POST', '/api/stop', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'The account and each strategy to EXITS_ONLY.',
    audit: ACCOUNT_WIDE,
    body: commandBody,
    reply: switched,
  }),
  flatten: route('POST', '/api/flatten', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'The same for every book: each strategy, MANUAL, and EXTERNAL, which holds what is not ours.',
    audit: ACCOUNT_WIDE,
    body: commandBody,
    reply: flattened,
  }),
  endFlatten: route('POST', '/api/flatten/end', {
    from: ['pitwall'],
    access: 'trader',
    doc: "Gives up a person's flatten of everything that is under way. 404 where there is none.",
    audit: ACCOUNT_WIDE,
    body: commandBody,
    reply: done,
  }),
  acknowledge: route('POST', '/api/differences/acknowledge', {
    from: ['pitwall'],
    access: 'trader',
    doc: "A person has seen a difference between our books and the venue's: what it blocked goes on. 404 where there is none.",
    audit: { about: ({ body }) => body.difference },
    body: z.object({ difference: clientText(120), commandId: commandId.optional() }),
    reply: done,
  }),
  cancelOrder: route('POST', '/api/orders/:id/cancel', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'Cancels an open order of any book; never a protective stop.',
    params: z.strictObject({ id: clientText(80) }),
    body: commandBody,
    reply: done,
  }),
  speed: route('POST', '/api/sim/speed', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'Speed of a simulation or replay: market seconds per wall second, or max.',
    audit: { what: 'set-speed', about: ({ body }) => String(body.speed) },
    body: z.object({
      speed: z.union([z.number().positive().max(100_000), z.literal('max')]),
      commandId: commandId.optional(),
    }),
    reply: done,
  }),
  nextTrade: route('POST', '/api/sim/next-trade', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'Simulation or replay at full speed until the next trade.',
    audit: ACCOUNT_WIDE,
    body: commandBody,
    reply: done,
  }),
} as const satisfies RouteTable;
