import { asChildToHost } from '../adapters/process/messages.ts';
import type { Logger } from '../ports/logger.ts';
import type { Child, Spawner, SpawnRequest } from '../ports/spawner.ts';
import { HostFault } from './host-fault.ts';

export interface Preplay {
  readonly child: Child;
  /** Resolves when the days are played (or were already); HostFault when they could not be. */
  readonly done: Promise<void>;
}

/** Days are told one by one at first, then by fives: twenty lines at most for the default. */
function worthTelling(day: number, days: number): boolean {
  return day === days || day <= 1 || day % 5 === 0;
}

/** Starts the child that plays the days in advance. It finds out itself whether there is anything to do. */
export function startPreplay(spawner: Spawner, request: SpawnRequest, logger: Logger): Preplay {
  const child = spawner.spawn(request);
  const done = new Promise<void>((resolve, reject) => {
    let reason: string | undefined;
    child.onMessage((raw) => {
      const message = asChildToHost(raw);
      if (message?.t === 'fatal') reason = message.message;
      if (message?.t !== 'progress' || !worthTelling(message.day, message.days)) return;
      logger.info(`played ${message.day} of ${message.days} days in advance`);
    });
    child.onExit((code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new HostFault(
            `the days in advance could not be played: ${reason ?? `ended by ${signal ?? `status ${code}`}`}`,
          ),
        );
    });
  });
  return { child, done };
}
