import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Target } from './flood.ts';

export interface Flooding {
  /** Ends it; how often the hostile client began to act. */
  stop(): Promise<number>;
  /** Ends it without a word. */
  kill(): void;
}

/** A hostile client in a process of its own. */
export function flooding(target: Target): Flooding {
  const child = fork(join(import.meta.dirname, 'flooder.ts'), [JSON.stringify(target)]);
  return {
    stop: async () => {
      const told = once(child, 'message');
      child.send('stop');
      // The flooder's only word.
      const [{ acts }] = (await told) as [{ acts: number }];
      return acts;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
