import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';

/** What may be set at run time. Nothing of it loosens a risk limit. */
export const hubSettings = z.strictObject({
  /** On PRACTICE and LIVE a device on another machine only views, unless the owner, shown the firm's rule, allowed more. */
  remoteCommands: z.boolean(),
  /** An OpenAI-compatible endpoint for the chat; null: the built-in analyst. The key is never told. */
  chat: z.strictObject({ endpoint: z.string().nullable(), model: z.string(), hasKey: z.boolean() }),
});
export type HubSettingsMessage = z.infer<typeof hubSettings>;

export const HUB_SETTINGS_ROUTES = {
  settings: route('GET', '/api/settings', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'The settings.',
    reply: hubSettings,
  }),
  setSettings: route('PUT', '/api/settings', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Changes settings; what is absent stays.',
    body: z.object({
      remoteCommands: z.boolean().optional(),
      chat: z
        .object({
          endpoint: z
            .url({ protocol: /^https?$/ })
            .max(500)
            .nullable(),
          model: z.string().max(100).default('default'),
          key: z.string().max(500).optional(),
        })
        .optional(),
    }),
    reply: hubSettings,
  }),
} as const satisfies RouteTable;
