import { z } from 'zod';
import type { HubSettingsMessage } from '../../wire/index.ts';
import type { HubRows } from './hub-rows.ts';

export const SETTINGS_TABLE = 'settings';
const KEY = 'hub';

export const settingsRow = z.object({
  remoteCommands: z.boolean().default(false),
  chatEndpoint: z.string().nullable().default(null),
  chatModel: z.string().default('default'),
});
export type SettingsRow = z.infer<typeof settingsRow>;

/** Settings that a person changes at run time. The chat's key lies with the secrets, not here. */
export class RuntimeSettings {
  private readonly rows: HubRows<SettingsRow>;

  constructor(rows: HubRows<SettingsRow>) {
    this.rows = rows;
  }

  get now(): SettingsRow {
    return this.rows.get(KEY) ?? settingsRow.parse({});
  }

  async change(change: Partial<SettingsRow>): Promise<void> {
    await this.rows.put(KEY, { ...this.now, ...change });
  }

  message(hasKey: boolean): HubSettingsMessage {
    const { remoteCommands, chatEndpoint, chatModel } = this.now;
    return { remoteCommands, chat: { endpoint: chatEndpoint, model: chatModel, hasKey } };
  }
}
