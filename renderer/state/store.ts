import type { CockpitState } from './cockpit.ts';
import { EMPTY_COCKPIT } from './cockpit.ts';
import type { Arrived, Message } from './message.ts';
import { reduce } from './reduce.ts';

/** What the store needs of the page; a test hands in its own. */
export interface Pace {
  /** Calls back before the next paint; while the page is hidden, within a second. */
  readonly soon: (callback: () => void) => void;
  readonly wallMs: () => number;
  readonly nowMs: () => number;
}

export interface Store {
  readonly get: () => CockpitState;
  /** Takes effect with the next frame: however much comes in, the panels are drawn once per frame. */
  readonly send: (message: Message) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Messages queue up and are folded together right before a paint. */
export function createStore(pace: Pace, initial: CockpitState = EMPTY_COCKPIT): Store {
  let state = initial;
  let queue: Arrived[] = [];
  let isDue = false;
  const listeners = new Set<() => void>();

  const flush = (): void => {
    isDue = false;
    const due = queue;
    queue = [];
    const before = state;
    for (const message of due) state = reduce(state, message);
    if (state !== before) for (const listener of listeners) listener();
  };

  return {
    get: () => state,
    send: (message) => {
      queue.push({ ...message, wallMs: pace.wallMs(), nowMs: pace.nowMs() });
      if (isDue) return;
      isDue = true;
      pace.soon(flush);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
