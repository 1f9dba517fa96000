import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText, name } from '../values.ts';
import { notification } from './notice.ts';

const success = z.strictObject({ success: z.boolean() });
const watchlist = z.strictObject({ symbols: z.array(z.string()) });

/** Notifications and watchlists, kept by user. */
export const HUB_NOTICE_ROUTES = {
  notifications: route('GET', '/api/notifications', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "The newest notifications with the caller's read state, newest last.",
    query: z.object({ unread: z.stringbool().optional(), limit: z.coerce.number().int().min(1).max(1_000).optional() }),
    reply: z.array(notification),
  }),
  readNotification: route('POST', '/api/notifications/:id/read', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Read.',
    audit: { about: () => '' },
    params: z.strictObject({ id: clientText(100) }),
    reply: success,
  }),
  readAllNotifications: route('POST', '/api/notifications/read', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'All read.',
    reply: success,
  }),
  watchlist: route('GET', '/api/watchlist', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "The caller's watchlist.",
    reply: watchlist,
  }),
  setWatchlist: route('PUT', '/api/watchlist', {
    from: ['pitwall'],
    access: 'viewer',
    doc: "Keeps the caller's watchlist.",
    body: z.object({ symbols: z.array(name).max(100) }),
    reply: watchlist,
  }),
} as const satisfies RouteTable;
