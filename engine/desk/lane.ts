import type { BrokerPort } from '../ports/broker.ts';
import type { BrokerCommand, BrokerEntry } from '../domain/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Act } from './core/act.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Published } from './core/finished.ts';
import type { Signal } from './signal.ts';

/** A venue that could not do it (its file is locked) is asked again after so long, then less often. */
const FIRST_RETRY_MS = 25;
const LONGEST_RETRY_MS = 1_000;
/** Entries that should have been taken by somebody else by now are asked for. */
const OVERDUE_MS = 250;

export interface LaneDeps {
  readonly core: DeskCore;
  readonly broker: Pick<BrokerPort, 'executeNow' | 'entriesAfter'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: (published: Published) => void;
  /** Fires whenever entries of the venue's log have been taken. */
  readonly taken: Signal;
}

/**
 * The one way for everything that does not wait for a step: committed, executed by the venue at once, what was told
 * before taken first, then its answers, then published. Several acts may be under way.
 */
export class Lane {
  private readonly deps: LaneDeps;
  private acts = 0;

  constructor(deps: LaneDeps) {
    this.deps = deps;
  }

  /** True while an act is between the desk and the venue. */
  get busy(): boolean {
    return this.acts > 0;
  }

  /** Takes an act through. Resolves when what the venue told about it is taken and written. Never rejects. */
  async settle(act: Act): Promise<void> {
    const { commands } = act;
    const isWritten = this.write();
    if (commands.length === 0) return;
    if (!isWritten) {
      this.deps.logger.error('neither the journal nor its spill can be written: what reduces goes out all the same', {
        commands: commands.map(({ commandId }) => commandId).join(', '),
      });
    }
    this.acts += 1;
    try {
      await this.take(await this.execute(commands));
    } finally {
      this.acts -= 1;
    }
    this.write();
  }

  /** Commits what was recorded, and publishes it. False: neither file nor spill took it; the next commit carries it. */
  write(): boolean {
    const published = this.deps.core.commitAct();
    if (published !== undefined) this.deps.publish(published);
    return published !== undefined;
  }

  /** Executes commands at once, however long the venue takes: a repeat has no second effect. */
  async execute(commands: readonly BrokerCommand[]): Promise<readonly BrokerEntry[]> {
    const { broker, clock, logger } = this.deps;
    for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_RETRY_MS)) {
      try {
        return await broker.executeNow(commands);
      } catch (error) {
        logger.error('the venue could not execute commands; it is asked again', { reason: String(error) });
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      }
    }
  }

  /** Takes entries given at once, after all that the venue told before. */
  async take(entries: readonly BrokerEntry[]): Promise<void> {
    const { core, taken } = this.deps;
    const first = entries[0]?.reportSeq;
    if (first === undefined) return;
    while (core.lastReportSeq < first - 1) {
      if (await this.within(OVERDUE_MS, taken.next())) continue;
      await this.fetchMissed(first);
    }
    core.applyImmediate(entries);
    taken.fire();
  }

  /** An answer that was lost on the way is told again. What belongs to a step comes with the step. */
  private async fetchMissed(before: number): Promise<void> {
    const { core, broker, taken } = this.deps;
    const missed = await broker.entriesAfter(core.lastReportSeq).catch(() => []);
    const own = missed.filter(({ reportSeq, step }) => reportSeq < before && step <= core.step);
    const [first] = own;
    if (first?.reportSeq !== core.lastReportSeq + 1) return;
    core.applyImmediate(own);
    taken.fire();
  }

  /** False: it took longer. */
  private within(ms: number, promise: Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.deps.clock.after(ms, () => resolve(false));
      void promise.then(() => {
        cancel();
        resolve(true);
      });
    });
  }
}
