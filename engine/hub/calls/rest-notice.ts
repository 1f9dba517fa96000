import type { FastifyInstance } from 'fastify';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { HUB_NOTICE_ROUTES, HUB_SETTINGS_ROUTES } from '../../wire/index.ts';
import type { HubDeps } from '../picture/hub-deps.ts';
import type { MarketMemory } from '../picture/market-memory.ts';
import type { Services } from '../people/services.ts';
import { tellOptions } from './told-options.ts';

/** Notifications, watchlists, settings. */
export function bindNoticeRest(
  app: FastifyInstance,
  admit: Admit,
  { deps, services, market }: { readonly deps: HubDeps; readonly services: Services; readonly market: MarketMemory },
): void {
  const { notifications, watchlists, settings, secrets } = services;
  const told = () => settings.message(secrets.chatKeyFor(settings.now.chatEndpoint) !== undefined);
  bindRoutes(app, HUB_NOTICE_ROUTES, admit, {
    notifications: ({ query, credential }) =>
      notifications.list(credential.userId, { unread: query.unread === true, limit: query.limit ?? 100 }),
    readNotification: async ({ params, credential }) => {
      if (!(await notifications.markRead(credential.userId, params.id))) {
        throw new HttpFault('not_found', `there is no notification "${params.id}"`);
      }
      return { success: true };
    },
    readAllNotifications: async ({ credential }) => {
      await notifications.markAllRead(credential.userId);
      return { success: true };
    },
    watchlist: ({ credential }) => ({ symbols: watchlists.get(credential.userId)?.symbols ?? [...market.known] }),
    setWatchlist: async ({ body, credential }) => {
      const unknown = body.symbols.filter((name) => !market.knows(name));
      if (unknown.length > 0) throw new HttpFault('unknown_name', `Unknown symbols: ${unknown.join(', ')}`);
      const symbols = [...new Set(body.symbols)];
      await watchlists.put(credential.userId, { symbols });
      return { symbols };
    },
  });
  bindRoutes(app, HUB_SETTINGS_ROUTES, admit, {
    options: ({ credential }) => tellOptions(deps.run, credential.role === 'owner'),
    settings: () => told(),
    setSettings: async ({ body }) => {
      const { remoteCommands, chat } = body;
      if (chat !== undefined) secrets.setChat(chat.endpoint, chat.key);
      await settings.change({
        ...(remoteCommands === undefined ? {} : { remoteCommands }),
        ...(chat === undefined ? {} : { chatEndpoint: chat.endpoint, chatModel: chat.model }),
      });
      return told();
    },
  });
}
