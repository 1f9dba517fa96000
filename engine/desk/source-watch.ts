import type { Clock } from '../ports/clock.ts';
import type { Settings } from '../config/settings.ts';
import type { SourceAge, SourceReading } from '../domain/heard-sources.ts';
import type { Quote } from '../domain/quote.ts';
import type { Calendar } from '../domain/session.ts';
import type { StrategyIdentity } from '../domain/book.ts';
import type { TimeMs } from '../domain/units.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { EngineLinks } from './engine-links.ts';
import type { VenueLink } from './venue-link.ts';
import { BUDGET_MS, look, LOOK_MS, NO_LOOK, standsOtherwise, TELL_MS } from '../domain/heard-sources.ts';
import { isOpen } from '../domain/session.ts';

/** The simulator quotes every contract four times a second of market time. */
const SIM_QUIET_MS = 1_000;

/** What of the desk is looked at. */
export interface WatchedDesk {
  readonly endMs: DeskCore['endMs'];
  readonly speed: DeskCore['speed'];
  readonly ledger: Pick<DeskCore['ledger'], 'fileLost' | 'ended'>;
  readonly market: Pick<DeskCore['market'], 'quote'>;
  readonly options: {
    readonly calendar: Calendar;
    readonly strategies: readonly { readonly identity: Pick<StrategyIdentity, 'root'> }[];
  };
}

export interface SourceWatchDeps {
  readonly settings: Pick<Settings, 'feed' | 'risk'>;
  readonly clock: Clock;
  readonly venue: Pick<VenueLink, 'silentForMs'>;
  readonly engines: Pick<EngineLinks, 'silences'>;
  readonly tell: (ages: readonly SourceAge[]) => void;
}

/**
 * How long ago the venue, the file, each engine and each contract's feed were heard, in wall time: a market that stands
 * still looks young in its own time. Looks by the clock, whatever arrives.
 */
export class SourceWatch {
  private readonly deps: SourceWatchDeps;
  private readonly quotes = new Map<string, { readonly quote: Quote; readonly heardMs: number }>();
  /** The last step that was seen in the file, and when. */
  private written: { readonly endMs: TimeMs; readonly atMs: number } = { endMs: 0, atMs: 0 };
  private last = NO_LOOK;
  private told: readonly SourceAge[] = [];
  private toldMs = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(deps: SourceWatchDeps) {
    this.deps = deps;
  }

  start(desk: WatchedDesk): void {
    const { clock, tell } = this.deps;
    this.cancel = clock.after(LOOK_MS, () => this.start(desk));
    const nowMs = clock.monotonicMs();
    this.last = look(this.last, nowMs, this.readings(desk, nowMs));
    const { ages } = this.last;
    if (nowMs - this.toldMs < TELL_MS && !standsOtherwise(ages, this.told)) return;
    this.told = ages;
    this.toldMs = nowMs;
    tell(ages);
  }

  stop(): void {
    this.cancel?.();
  }

  private readings(desk: WatchedDesk, nowMs: number): readonly SourceReading[] {
    const { venue, engines } = this.deps;
    const since = (silentForMs: number | undefined): number | undefined =>
      silentForMs === undefined ? undefined : nowMs - silentForMs;
    const budgetMs = BUDGET_MS;
    return [
      { kind: 'venue', name: 'venue', heardMs: since(venue.silentForMs()), budgetMs },
      { kind: 'file', name: 'journal', heardMs: this.fileMs(desk, nowMs), budgetMs },
      ...engines
        .silences()
        .map(({ id, silentForMs }) => ({ kind: 'engine', name: id, heardMs: since(silentForMs), budgetMs }) as const),
      ...this.feeds(desk, nowMs),
    ];
  }

  /** While the file takes commits it is heard; lost, it was heard last with the last step that is in it. */
  private fileMs(desk: WatchedDesk, nowMs: number): number {
    if (desk.ledger.fileLost) return this.written.atMs;
    if (desk.endMs !== this.written.endMs) this.written = { endMs: desk.endMs, atMs: nowMs };
    return nowMs;
  }

  /** Quotes are due while a contract's session is open and the data have not ended. */
  private feeds(desk: WatchedDesk, nowMs: number): readonly SourceReading[] {
    const { calendar, strategies } = desk.options;
    const roots = [...new Set(strategies.map(({ identity }) => identity.root))];
    return roots.map((root) => {
      const quote = desk.market.quote(root);
      if (quote !== undefined && quote !== this.quotes.get(root)?.quote) {
        this.quotes.set(root, { quote, heardMs: nowMs });
      }
      const isDue = desk.endMs > 0 && !desk.ledger.ended && isOpen(calendar, root, desk.endMs);
      const budgetMs = isDue ? this.feedBudgetMs(desk.speed) : null;
      return { kind: 'feed', name: root, heardMs: this.quotes.get(root)?.heardMs, budgetMs };
    });
  }

  /** In market time at the present speed, but no shorter than that of a process. */
  private feedBudgetMs(speed: number | 'max'): number {
    const { feed, risk } = this.deps.settings;
    const quietMs = feed.kind === 'sim' ? SIM_QUIET_MS : risk.staleAfterMs;
    return speed === 'max' ? BUDGET_MS : Math.max(BUDGET_MS, quietMs / speed);
  }
}
