import { accountReads } from './calls/account-reads.ts';
import { chatReads } from './analyst/chat-reads.ts';
import type { HubHistory } from './picture/hub-deps.ts';

/** Everything that is answered beside the hub's own loop. */
export function hubReads(history: HubHistory) {
  return { ...accountReads(history), ...chatReads(history) };
}

export type HubReads = ReturnType<typeof hubReads>;
