import type { Bootstrap } from '../../config/settings.ts';
import type { ProcessView } from '../../wire/link/messages.ts';

/** How often a child's loop shows that it turns, wall milliseconds. */
export const BEAT_MS = 250;

/** Between the host and its children, over the channel that the spawner gives (never the private link). Plain JSON. */
export type HostToChild =
  /** First message: everything the child needs, secrets included. */
  | { readonly t: 'bootstrap'; readonly bootstrap: Bootstrap }
  /** End in order. */
  | { readonly t: 'stop' }
  /** To the hub: all processes as they stand, whenever that changed. Not through the desk, which may be the dead one. */
  | { readonly t: 'processes'; readonly processes: readonly ProcessView[] };

export type ChildToHost =
  /** Its loop turns. `lagMs`: so much later than it should have. */
  | { readonly t: 'beat'; readonly lagMs: number }
  /** The child cannot go on and ends; the words are for a person. */
  | { readonly t: 'fatal'; readonly message: string }
  /** Days played in advance so far. */
  | { readonly t: 'progress'; readonly day: number; readonly days: number };

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null ? (message as { t?: unknown }).t : undefined;
}

/** The message when it is one of ours, else undefined. */
export function asHostToChild(message: unknown): HostToChild | undefined {
  const kind = kindOf(message);
  if (kind === 'stop') return { t: 'stop' };
  if (kind === 'processes') {
    const { processes } = message as { processes?: unknown };
    // Our own host, of the same program version, made it.
    return Array.isArray(processes) ? { t: 'processes', processes: processes as readonly ProcessView[] } : undefined;
  }
  if (kind !== 'bootstrap') return undefined;
  const { bootstrap } = message as { bootstrap?: Partial<Bootstrap> };
  const complete = typeof bootstrap?.secret === 'string' && typeof bootstrap.settings?.dataDir === 'string';
  return complete ? { t: 'bootstrap', bootstrap: bootstrap as Bootstrap } : undefined;
}

export function asChildToHost(message: unknown): ChildToHost | undefined {
  switch (kindOf(message)) {
    case 'beat':
      return { t: 'beat', lagMs: Math.max(0, Number((message as { lagMs?: unknown }).lagMs) || 0) };
    case 'fatal':
      return { t: 'fatal', message: String((message as { message?: unknown }).message) };
    case 'progress': {
      const { day, days } = message as { day?: unknown; days?: unknown };
      return { t: 'progress', day: Number(day), days: Number(days) };
    }
    default:
      return undefined;
  }
}
