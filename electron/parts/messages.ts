import { z } from 'zod';
import { chord } from './settings.ts';

/** Every message between our page and the shell: name, schema, direction. Nothing else passes. */

const nothing = z.undefined().or(z.null());

/** Page to shell, with an answer. */
export const PAGE_ASKS = {
  /** What this shell is, and whether its global key works. */
  'shell:info': {
    payload: nothing,
    reply: z.strictObject({
      version: z.string(),
      platform: z.string(),
      shortcut: z.strictObject({ accelerator: z.string().nullable(), isRegistered: z.boolean() }),
    }),
  },
  /** Another global key for "flatten everything", or none. The answer says whether it works. */
  'shell:set-shortcut': {
    payload: z.strictObject({ accelerator: chord.nullable() }),
    reply: z.strictObject({ accelerator: z.string().nullable(), isRegistered: z.boolean() }),
  },
} as const;
export type PageAsk = keyof typeof PAGE_ASKS;

/** Shell to page. */
export const SHELL_TELLS = {
  /** A notification was clicked: show the thing. Nothing named: the cockpit as it is. */
  'shell:go-to': z.strictObject({
    strategy: z.string().max(40).nullable(),
    /** A panel of the page, or its dialog that imports a recording. */
    panel: z.enum(['account', 'alerts', 'receipts', 'health', 'security', 'settings', 'import-recording']).nullable(),
  }),
} as const;
export type Place = z.infer<(typeof SHELL_TELLS)['shell:go-to']>;
export type ShellTell = keyof typeof SHELL_TELLS;
