import type { Clock } from '../../engine/ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** What a look at the clock costs: so that a loop which waits for time by looking at it comes to an end. */
const LOOK_MS = 0.02;

/**
 * A clock whose time passes when nothing else is left to do: timers come in their order, and a test that waits for a
 * minute waits for no time at all. Whoever awaits something lets it run (`eventually`, `pass`).
 */
export class VirtualClock implements Clock {
  private time: number;
  /** When the process began that counts by it. */
  private begunMs = 0;
  private timers: Timer[] = [];
  /** How often it was looked at: what waits does so by timers, not by looking. */
  looks = 0;

  constructor(startMs = 1_000_000) {
    this.time = startMs;
  }

  now(): number {
    return Math.floor(this.time);
  }

  monotonicMs(): number {
    this.looks += 1;
    this.time += LOOK_MS;
    return this.time - this.begunMs;
  }

  /** Another process looks at it from now on: its monotonic time begins anew. */
  rebegin(): void {
    this.begunMs = this.time;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.time + Math.max(0, delayMs), callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Resolves when the probe holds; rejects with the reason when it does not within so much of this clock's time. */
  async eventually(probe: () => boolean, why: string, withinMs = 600_000): Promise<void> {
    const untilMs = this.time + withinMs;
    for (let idle = 0; !probe();) {
      await turn();
      if (probe()) return;
      if (this.tick(untilMs)) idle = 0;
      // No timer is left: only what is on its way in this process can still change anything.
      else if ((idle += 1) > IDLE_TURNS) throw new Error(`waited in vain for ${why}, ${withinMs} ms of virtual time`);
    }
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.time + ms;
    do await turn();
    while (this.tick(untilMs));
    this.time = Math.max(this.time, untilMs);
    await turn();
  }

  /** Runs the timer that is due first; false when there is none up to a time. */
  private tick(untilMs: number): boolean {
    let first: Timer | undefined;
    for (const timer of this.timers) if (first === undefined || timer.at < first.at) first = timer;
    if (first === undefined || first.at > untilMs) return false;
    const due = first;
    this.timers = this.timers.filter((timer) => timer !== due);
    this.time = Math.max(this.time, due.at);
    due.callback();
    return true;
  }
}

const IDLE_TURNS = 50;

/** Everything that is ready runs before. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
