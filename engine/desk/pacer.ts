import type { Clock } from '../ports/clock.ts';
import type { TimeMs } from '../domain/units.ts';

/** Falling behind by more than this starts the count anew (a suspended machine must not race to catch up). */
const RESYNC_MS = 2_000;

/** Releases steps at N times wall time, or at once. Speed never changes what happens, only when. */
export class Pacer {
  private readonly clock: Clock;
  private anchor: { readonly wallMs: number; readonly marketMs: TimeMs; readonly speed: number } | undefined;
  private wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves when the step that ends at `nextEndMs` is due. `skip`: the time up to it passes at once. */
  async until(fromMs: TimeMs, nextEndMs: TimeMs, speed: number | 'max', skip: boolean): Promise<void> {
    if (speed === 'max' || skip) {
      this.anchor = undefined;
      return;
    }
    const now = this.clock.monotonicMs();
    if (this.anchor?.speed !== speed) this.anchor = { wallMs: now, marketMs: fromMs, speed };
    const dueMs = this.anchor.wallMs + (nextEndMs - this.anchor.marketMs) / speed;
    if (now - dueMs > RESYNC_MS) {
      this.anchor = { wallMs: now, marketMs: nextEndMs, speed };
      return;
    }
    if (dueMs <= now) return;
    await new Promise<void>((resolve) => {
      const cancel = this.clock.after(dueMs - now, resolve);
      this.wake = () => {
        cancel();
        resolve();
      };
    });
    this.wake = undefined;
  }

  /** The speed changed, or the run is to stop: whoever waits goes on at once and counts anew. */
  interrupt(): void {
    this.anchor = undefined;
    this.wake?.();
  }
}
