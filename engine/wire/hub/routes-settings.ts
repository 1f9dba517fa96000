import { z } from 'zod';
import { isLoopback } from '../../domain/loopback.ts';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText } from '../values.ts';

/** Nobody on the way reads what is sent there, and the address itself holds no secret. */
function isPrivateWay(address: string): boolean {
  const { protocol, hostname, username, password } = new URL(address);
  return (protocol === 'https:' || isLoopback(hostname)) && username === '' && password === '';
}

/** What may be set at run time. Nothing of it loosens a risk limit. */
export const hubSettings = z.strictObject({
  /** On PRACTICE and LIVE a device on another machine only views, unless the owner, shown the firm's rule, allowed more. */
  remoteCommands: z.boolean(),
  /** An OpenAI-compatible endpoint for the chat; null: the built-in analyst. The key is never told. */
  chat: z.strictObject({ endpoint: z.string().nullable(), model: z.string(), hasKey: z.boolean() }),
});
export type HubSettingsMessage = z.infer<typeof hubSettings>;

/** An option of the engine as it was read at the start. Values are text, in the unit. */
export const toldOption = z.strictObject({
  name: z.string(),
  /** Where it stands in the file of --config; "*" is a contract root or a strategy. Null: not to be set there. */
  key: z.string().nullable(),
  flag: z.string().nullable(),
  env: z.array(z.string()),
  doc: z.string(),
  unit: z.string().nullable(),
  range: z.string(),
  default: z.string().nullable(),
  /** Null: none, or not kept after the start. */
  value: z.string().nullable(),
});
export type ToldOption = z.infer<typeof toldOption>;

export const toldParameter = z.strictObject({
  name: z.string(),
  doc: z.string(),
  unit: z.string().nullable(),
  range: z.string(),
  /** The preset's. */
  default: z.string(),
  value: z.string(),
});
export type ToldParameter = z.infer<typeof toldParameter>;

/** What this run was started with. Secrets and hidden options are not in it; where files lie is told to the owner only. */
export const toldOptions = z.strictObject({
  options: z.array(toldOption),
  strategies: z.array(
    z.strictObject({ id: z.string(), name: z.string(), preset: z.string(), parameters: z.array(toldParameter) }),
  ),
});
export type ToldOptions = z.infer<typeof toldOptions>;

/** What of the settings a change names; of the chat's key that there was one. */
function changedSettings(body: {
  readonly remoteCommands?: boolean | undefined;
  readonly chat?: { readonly endpoint: string | null; readonly key?: string | undefined } | undefined;
}): string[] {
  const { remoteCommands, chat } = body;
  return [
    ...(remoteCommands === undefined ? [] : [`remoteCommands ${remoteCommands}`]),
    ...(chat === undefined ? [] : [`chat ${chat.endpoint ?? 'built in'}`]),
    ...(chat?.key === undefined ? [] : ['chat key']),
  ];
}

export const HUB_SETTINGS_ROUTES = {
  options: route('GET', '/api/options', {
    from: ['pitwall'],
    access: 'viewer',
    doc: 'Every option of the engine and every parameter of the strategies: doc, unit, range, default, and the value of this run.',
    reply: toldOptions,
  }),
  settings: route('GET', '/api/settings', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'The settings.',
    reply: hubSettings,
  }),
  setSettings: route('PUT', '/api/settings', {
    from: ['pitwall'],
    access: 'owner',
    doc: "Changes settings; what is absent stays. The chat's key belongs to the origin it was given with: another one drops it, unless a key comes with it.",
    audit: { what: 'settings', about: ({ body }) => changedSettings(body).join(', ') },
    body: z.object({
      remoteCommands: z.boolean().optional(),
      chat: z
        .object({
          endpoint: z
            .url({ protocol: /^https?$/ })
            .max(500)
            .refine(isPrivateWay, {
              error: 'expected https://, or http:// on this machine, without a name or password',
            })
            .nullable(),
          model: clientText(100, 0).default('default'),
          key: z.string().max(500).optional(),
        })
        .optional(),
    }),
    reply: hubSettings,
  }),
} as const satisfies RouteTable;
