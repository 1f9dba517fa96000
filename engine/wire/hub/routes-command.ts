import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { commandBody, flattened } from '../symbol/routes.ts';
import { commandId, strategyRef, tradingState } from '../values.ts';

const byStrategy = z.strictObject({ id: strategyRef });
const switched = z.strictObject({ success: z.boolean(), state: tradingState });
const done = z.strictObject({ success: z.boolean() });

/** Commands. All go to the desk through one gate; those that reduce risk are never limited. */
export const HUB_COMMAND_ROUTES = {
  startStrategy: route('POST', '/api/strategies/:id/start', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'RUN. 409 with the time when HALTED clears.',
    params: byStrategy,
    body: commandBody,
    reply: switched,
  }),
  stopStrategy: route('POST', '/api/strategies/:id/stop', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'EXITS ONLY: no entries, protection stays.',
    params: byStrategy,
    body: commandBody,
    reply: switched,
  }),
  flattenStrategy: route('POST', '/api/strategies/:id/flatten', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'Closes and cancels, then EXITS ONLY. Answers when verified or after 3 s.',
    params: byStrategy,
    body: commandBody,
    reply: flattened,
  }),
  endStrategyFlatten: route('POST', '/api/strategies/:id/flatten/end', {
    from: ['pitwall'],
    access: 'trader',
    doc: "Gives up a person's flatten that is under way: nothing more is closed. 404 where there is none.",
    params: byStrategy,
    body: commandBody,
    reply: done,
  }),
  start: route('POST', '/api/start', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'The account to RUN; each strategy keeps its own state.',
    body: commandBody,
    reply: switched,
  }),
  stop: route('POST', '/api/stop', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'Entries of all strategies stop.',
    body: commandBody,
    reply: switched,
  }),
  flatten: route('POST', '/api/flatten', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'Everything closed and canceled, also what is not ours, then EXITS ONLY.',
    body: commandBody,
    reply: flattened,
  }),
  endFlatten: route('POST', '/api/flatten/end', {
    from: ['pitwall'],
    access: 'trader',
    doc: "Gives up a person's flatten of everything that is under way. 404 where there is none.",
    body: commandBody,
    reply: done,
  }),
  acknowledge: route('POST', '/api/differences/acknowledge', {
    from: ['pitwall'],
    access: 'trader',
    doc: "A person has seen a difference between our books and the venue's: what it blocked goes on. 404 where there is none.",
    body: z.object({ difference: z.string().min(1).max(120), commandId: commandId.optional() }),
    reply: done,
  }),
  cancelOrder: route('POST', '/api/orders/:id/cancel', {
    from: ['pitwall'],
    access: 'flatten',
    limit: 'free',
    doc: 'Cancels a working order; never a protective stop.',
    params: z.strictObject({ id: z.string().min(1).max(80) }),
    body: commandBody,
    reply: done,
  }),
  speed: route('POST', '/api/sim/speed', {
    from: ['pitwall'],
    access: 'trader',
    doc: 'Speed of a simulation or replay: market seconds per wall second, or max.',
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
    body: commandBody,
    reply: done,
  }),
} as const satisfies RouteTable;
