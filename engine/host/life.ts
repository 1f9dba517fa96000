import { BEAT_MS } from '../adapters/process/messages.ts';
import type { ProcessSample } from '../ports/process-probe.ts';

/** How often each child is looked at, wall milliseconds. */
export const LOOK_MS = 250;
/** Without a beat for so long it is looked at more closely. */
export const OVERDUE_MS = 400;
/** One look counts at most so much: a host that stood still itself condemns nobody by one look. */
export const MOST_OF_A_LOOK_MS = 2 * LOOK_MS;

/**
 * One process, as far as it can be seen from outside: how long it is silent, and how much of that time it could have got
 * on (its *fair* time). On a busy machine a process that is not given a processor is silent and is not to blame; one that
 * is stopped, waits for something that does not come, or runs in a circle is. All times in milliseconds.
 */
export class Life {
  /** Time in which it could have got on, all in all. */
  fairMs = 0;
  /** Processor time, as far as the system tells. */
  cpuMs: number | undefined;
  private heardMs: number;
  /** Since it was heard, as far as somebody was there to hear it. */
  private listenedMs = 0;
  /** It has beaten at all. */
  hasBeaten = false;
  private lookedMs: number;
  private lagMs = 0;
  /** Fair time from which on its silence counts. */
  private silentFrom = 0;
  private before: ProcessSample | undefined;
  private isOverdue = false;

  constructor(nowMs: number) {
    this.heardMs = nowMs;
    this.lookedMs = nowMs;
  }

  /** A beat came. `lagMs`: so much later than it was due. */
  heard(nowMs: number, lagMs: number): void {
    this.heardMs = nowMs;
    this.listenedMs = 0;
    this.hasBeaten = true;
    this.lagMs = lagMs;
    this.isOverdue = false;
    this.before = undefined;
  }

  silentMs(nowMs: number): number {
    return nowMs - this.heardMs;
  }

  /** Its silence without the time in which this process stood still itself (stopped, asleep) and could hear nobody. */
  get listenedInVainMs(): number {
    return this.listenedMs;
  }

  /** It gets a processor and does not come round: it computes, or runs in a circle. */
  get isComputing(): boolean {
    return this.isOverdue && this.before?.state === 'ready';
  }

  /** Of its silence, the time in which it could have spoken. */
  get silentFairMs(): number {
    return this.isOverdue ? this.fairMs - this.silentFrom : 0;
  }

  /** @param read asked only where it matters. Returns the fair time since the look before. */
  look(nowMs: number, read: () => ProcessSample | undefined): number {
    const passedMs = Math.min(nowMs - this.lookedMs, MOST_OF_A_LOOK_MS);
    this.lookedMs = nowMs;
    this.listenedMs += passedMs;
    const fairMs = this.silentMs(nowMs) < OVERDUE_MS ? this.asTold(passedMs) : this.asSeen(passedMs, read());
    this.fairMs += fairMs;
    return fairMs;
  }

  /** While it beats its own words are enough: its loop turned so much slower than it should. */
  private asTold(passedMs: number): number {
    return (passedMs * BEAT_MS) / (BEAT_MS + this.lagMs);
  }

  private asSeen(passedMs: number, sample: ProcessSample | undefined): number {
    const { before } = this;
    const isFirst = !this.isOverdue;
    if (isFirst) this.silentFrom = this.fairMs;
    this.isOverdue = true;
    this.before = sample;
    this.cpuMs = sample?.cpuMs;
    if (sample === undefined) return isFirst ? 0 : this.asTold(passedMs);
    if (isFirst || before === undefined || sample.state === 'disk') return 0;
    return sample.state === 'ready' ? Math.min(passedMs, Math.max(0, sample.cpuMs - before.cpuMs)) : passedMs;
  }
}
