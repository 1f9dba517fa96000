import type { Clock } from '../../ports/clock.ts';

/** A refusal is told after this: who asks again at once would cost more than what was refused. */
const HELD_MS = 1_000;
/** So many wait for their refusal; more are told at once. */
const MOST_HELD = 200;

/** Lets a refusal wait, so that a flood of calls is slowed by its own answers. */
export class SlowRefusals {
  private readonly clock: Clock;
  private held = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves when the refusal may be told. */
  hold(): Promise<void> {
    if (this.held >= MOST_HELD) return Promise.resolve();
    this.held += 1;
    return new Promise((resolve) => {
      this.clock.after(HELD_MS, () => {
        this.held -= 1;
        resolve();
      });
    });
  }
}
