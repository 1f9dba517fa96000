import { encodeSources } from '../../../engine/wire/encode/index.ts';
import type { SourceMessage } from '../../../engine/wire/index.ts';
import {
  BUDGET_MS,
  look,
  LOOK_MS,
  NO_LOOK,
  sourceName,
  type SourceAge,
  type SourceReading,
  standsOtherwise,
  TELL_MS,
} from '../../../engine/domain/heard-sources.ts';

/** What a fake source said last, when it is heard. */
const AGE_MS = 200;
/** What nothing moves without: while one of these is silent no quote comes either. */
const HOLDS_MARKET = ['desk', 'venue', 'file', 'engine'];

/** The made-up installation's sources, by the clock of the wall: any of them may fall silent. */
export class FakeSources {
  /** "venue", "engine MNQ", "feed MGC"; "hub": nothing at all is told. */
  readonly frozen = new Set<string>();
  /** "feed MGC" of contracts whose session is closed. */
  readonly closed = new Set<string>();
  /** So often they were looked at: a test can wait for time to pass. */
  looks = 0;
  private readonly readings: readonly Pick<SourceReading, 'kind' | 'name'>[];
  private readonly heardMs = new Map<string, number>();
  private last = NO_LOOK;
  private told: readonly SourceAge[] = [];
  private toldMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(engines: readonly string[], roots: readonly string[]) {
    this.readings = [
      { kind: 'desk', name: 'desk' },
      { kind: 'venue', name: 'venue' },
      { kind: 'file', name: 'journal' },
      ...engines.map((name) => ({ kind: 'engine', name }) as const),
      ...roots.map((name) => ({ kind: 'feed', name }) as const),
    ];
  }

  get messages(): SourceMessage[] {
    return encodeSources(this.last.ages);
  }

  start(tell: (isNews: boolean) => void): void {
    this.timer = setInterval(() => {
      const nowMs = performance.now();
      this.looks += 1;
      this.last = look(this.last, nowMs, this.read(nowMs));
      const { ages } = this.last;
      const isNews = standsOtherwise(ages, this.told);
      if (this.frozen.has('hub') || (!isNews && nowMs - this.toldMs < TELL_MS)) return;
      this.told = ages;
      this.toldMs = nowMs;
      tell(isNews);
    }, LOOK_MS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private read(nowMs: number): readonly SourceReading[] {
    const stands = [...this.frozen].some((name) => HOLDS_MARKET.some((kind) => name.startsWith(kind)));
    return this.readings.map((reading) => {
      const name = sourceName(reading);
      const isHeard = !this.frozen.has(name) && !this.frozen.has('desk') && !(stands && reading.kind === 'feed');
      if (isHeard || !this.heardMs.has(name)) this.heardMs.set(name, nowMs - AGE_MS);
      const budgetMs = this.closed.has(name) ? null : BUDGET_MS;
      return { ...reading, heardMs: this.heardMs.get(name), budgetMs };
    });
  }
}
