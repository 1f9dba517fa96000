import type { Clock } from '../../ports/clock.ts';

/** A refusal is told after this: who asks again at once would cost more than what was refused. */
const HELD_MS = 1_000;
/** And up to so much longer, each another time: what came together does not come again together. */
const SPREAD_MS = 1_000;
const STEP_MS = 617;
/** So many wait for their refusal; more are told at once. */
const MOST_HELD = 200;

/** Lets a refusal wait, so that a flood of calls is slowed by its own answers. */
export class SlowRefusals {
  private readonly clock: Clock;
  private held = 0;
  private turn = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves when the refusal may be told. */
  hold(): Promise<void> {
    if (this.held >= MOST_HELD) return Promise.resolve();
    this.held += 1;
    return new Promise((resolve) => {
      this.turn += 1;
      this.clock.after(HELD_MS + ((this.turn * STEP_MS) % SPREAD_MS), () => {
        this.held -= 1;
        resolve();
      });
    });
  }
}
