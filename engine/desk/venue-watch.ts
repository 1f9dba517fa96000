import type { Clock } from '../ports/clock.ts';
import type { VenueLink } from './venue-link.ts';
import { BUDGET_MS, isUnheard, look, LOOK_MS, NO_LOOK, type SourceAge } from '../domain/heard-sources.ts';

/** A venue that lost its link has so long to come back, one that has nothing open to speak again, wall ms. */
const PATIENCE_MS = { back: 4_000, nothingOpen: 5_000 } as const;
/** It is said again so often; the host forgets old words. */
const SAID_AGAIN_MS = 500;

export interface VenueWatchDeps {
  readonly clock: Clock;
  readonly venue: Pick<VenueLink, 'silentForMs'>;
  /** A position is open, as far as is known. */
  readonly isHolding: () => boolean;
  /** Writes an alarm into the journal. */
  readonly alarm: (code: 'venue_silent' | 'venue_heard', message: string) => void;
  /** Tells the host, which ends a venue of an earlier host that hangs: it hears nothing of that one itself. */
  readonly hangs: () => void;
}

/** Listens for the venue by the clock on the wall, from the desk's first moment on. */
export class VenueWatch {
  private readonly deps: VenueWatchDeps;
  private last = NO_LOOK;
  private isAlarmed = false;
  private saidMs = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(deps: VenueWatchDeps) {
    this.deps = deps;
  }

  start(): void {
    const { clock, venue } = this.deps;
    this.cancel = clock.after(LOOK_MS, () => this.start());
    const nowMs = clock.monotonicMs();
    const silentForMs = venue.silentForMs();
    const heardMs = silentForMs === undefined ? undefined : nowMs - silentForMs;
    this.last = look(this.last, nowMs, [{ kind: 'venue', name: 'venue', heardMs, budgetMs: BUDGET_MS }]);
    const [age] = this.last.ages;
    if (age === undefined) return;
    this.raise(age);
    this.accuse(age, silentForMs !== undefined, nowMs);
  }

  stop(): void {
    this.cancel?.();
  }

  private raise(age: SourceAge): void {
    const { alarm, isHolding } = this.deps;
    if (!this.isAlarmed && age.standing === 'silent' && isHolding()) {
      this.isAlarmed = true;
      const seconds = (age.ageMs / 1_000).toFixed(1);
      alarm('venue_silent', `the venue says nothing for ${seconds} s while a position is open; what rests there stays`);
    } else if (this.isAlarmed && !isUnheard(age)) {
      this.isAlarmed = false;
      alarm('venue_heard', 'the venue is heard again');
    }
  }

  private accuse({ ageMs, standing }: SourceAge, isLinked: boolean, nowMs: number): void {
    if (standing !== 'silent' || nowMs - this.saidMs < SAID_AGAIN_MS) return;
    const patienceMs = !isLinked ? PATIENCE_MS.back : this.deps.isHolding() ? 0 : PATIENCE_MS.nothingOpen;
    if (ageMs < patienceMs) return;
    this.saidMs = nowMs;
    this.deps.hangs();
  }
}
