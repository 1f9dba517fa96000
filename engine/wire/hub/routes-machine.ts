import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { check, processView } from '../pitwall/machine.ts';
import { route } from '../route.ts';
import { count, isoTime, mode } from '../values.ts';
import { role } from './session.ts';

export const connectionEntry = z.strictObject({
  socketId: z.string(),
  userId: z.string(),
  role,
  address: z.string(),
  userAgent: z.string(),
  connectedAt: isoTime,
  subscriptions: z.array(z.string()),
  messages: count,
});

/** The machine: is it there, and how is it. */
export const HUB_MACHINE_ROUTES = {
  health: route('GET', '/health', {
    from: ['002', '004'],
    access: 'open',
    doc: 'Is it there. `desk`: the link to the desk is up.',
    reply: z.strictObject({
      status: z.literal('ok'),
      timestamp: isoTime,
      version: z.string(),
      desk: z.boolean(),
      uptime: z.number(),
    }),
  }),
  healthWebsocket: route('GET', '/health/websocket', {
    from: ['001'],
    access: 'open',
    doc: 'Sockets.',
    reply: z.strictObject({
      status: z.literal('healthy'),
      activeConnections: count,
      uniqueUsers: count,
      uptime: z.number(),
    }),
  }),
  status: route('GET', '/api/status', {
    from: ['004'],
    access: 'local',
    doc: 'Service state, connections, processes, and every link, feed and file with its age and budget.',
    reply: z.strictObject({
      status: z.enum(['running', 'degraded', 'ended']),
      service: z.literal('pitwall-hub'),
      version: z.string(),
      uptime: z.number(),
      timestamp: isoTime,
      connections: count,
      uniqueUsers: count,
      desk: z.strictObject({ up: z.boolean(), since: isoTime }),
      marketTime: isoTime.nullable(),
      run: z
        .strictObject({
          account: z.string(),
          run: z.string(),
          mode,
          tradingDay: z.string(),
          speed: z.union([z.number(), z.literal('max')]),
          ended: z.boolean(),
        })
        .nullable(),
      processes: z.array(processView),
      checks: z.array(check),
      versions: z.strictObject({ pitwall: z.string(), node: z.string() }),
    }),
  }),
  connections: route('GET', '/api/connections', {
    from: ['004'],
    access: 'viewer',
    doc: "The sockets: of the owner all, of anybody else one's own.",
    reply: z.array(connectionEntry),
  }),
  metrics: route('GET', '/metrics', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Prometheus text: feeds, links, processes, sockets, with age and budget.',
    reply: z.string(),
  }),
  openapi: route('GET', '/api/openapi.json', {
    from: ['pitwall'],
    access: 'open',
    doc: 'The calls of a server as OpenAPI, made from the declarations.',
    query: z.object({ server: z.enum(['hub', 'symbol']).default('hub') }),
    reply: z.record(z.string(), z.unknown()),
  }),
  asyncapi: route('GET', '/api/asyncapi.json', {
    from: ['pitwall'],
    access: 'open',
    doc: 'The events of a server as AsyncAPI, made from the declarations.',
    query: z.object({ server: z.enum(['hub', 'symbol']).default('hub') }),
    reply: z.record(z.string(), z.unknown()),
  }),
  place: route('GET', '/api/place', {
    from: ['pitwall'],
    access: 'open',
    doc: 'Which server this is: the page asks it to know what to show.',
    reply: z.strictObject({
      server: z.enum(['symbol', 'hub']),
      strategy: z.string().nullable(),
      version: z.string(),
      serverTime: isoTime,
    }),
  }),
} as const satisfies RouteTable;
