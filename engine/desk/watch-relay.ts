import type { Clock } from '../ports/clock.ts';
import type { TimeMs } from '../domain/units.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';

/** Wall time between two askings. */
const EVERY_MS = 1_000;

export interface WatchRelayDeps {
  readonly clock: Clock;
  /** Market time; undefined while there is none. */
  readonly timeMs: () => TimeMs | undefined;
  /** Nothing where there is nobody to ask. */
  readonly ask: (timeMs: TimeMs) => Promise<readonly WatchQuote[]>;
  readonly tell: (quotes: readonly WatchQuote[]) => void;
}

/** Passes watchlists' quotes from the venue to the hub, once a second of wall time, outside of the step. */
export class WatchRelay {
  private readonly deps: WatchRelayDeps;
  private cancel: (() => void) | undefined;
  private asking = false;

  constructor(deps: WatchRelayDeps) {
    this.deps = deps;
  }

  start(): void {
    this.cancel?.();
    this.cancel = this.deps.clock.after(EVERY_MS, () => this.start());
    const timeMs = this.deps.timeMs();
    if (timeMs === undefined || this.asking) return;
    this.asking = true;
    this.deps
      .ask(timeMs)
      .finally(() => {
        this.asking = false;
      })
      .then(
        (quotes) => {
          if (quotes.length > 0 && this.cancel !== undefined) this.deps.tell(quotes);
        },
        () => undefined, // the venue is away: the last ones stand
      );
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}
