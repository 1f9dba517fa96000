import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { DeskLink } from './desk-link.ts';
import type { Supervisor } from './supervisor.ts';

/** Longest wait for each part of an ordered end; their sum stays below 5 s. */
const LIMITS_MS = { desk: 2_500, ownEnd: 400, terminated: 1_200, killed: 500 } as const;

/** Resolves when the work is done, or after `ms`. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const limit = Promise.withResolvers<void>();
  const cancel = clock.after(ms, limit.resolve);
  await Promise.race([work.catch(() => undefined), limit.promise]);
  cancel();
}

export interface Ending {
  readonly supervisor: Supervisor;
  readonly desk: Pick<DeskLink, 'open' | 'send'> | undefined;
  /** The desk has committed everything and told hub, engines and venue to end. */
  readonly stopped: Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Desk first, which ends the others; then all that are left are asked, then forced. */
export async function stopInOrder({ supervisor, desk, stopped, clock, logger }: Ending): Promise<void> {
  supervisor.stopRestarting();
  const ended = supervisor.allEnded();
  if (desk?.open === true) {
    desk.send({ t: 'shutdown' });
    await within(clock, LIMITS_MS.desk, Promise.race([stopped, ended]));
    await within(clock, LIMITS_MS.ownEnd, ended);
  }
  supervisor.endAll('SIGTERM');
  await within(clock, LIMITS_MS.terminated, ended);
  const stragglers = supervisor.endAll('SIGKILL');
  if (stragglers.length > 0) logger.warn('ended by force', { processes: stragglers.join(', ') });
  await within(clock, LIMITS_MS.killed, ended);
}
