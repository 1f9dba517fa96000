import { isOpen } from '../domain/session.ts';
import type { Clock } from '../ports/clock.ts';
import type { Check } from '../wire/index.ts';
import type { HubHistory } from './hub-deps.ts';
import type { HubPicture } from './hub-picture.ts';
import type { MarketMemory } from './market-memory.ts';

/** Ages beyond which somebody should look, in seconds. */
const BUDGET_S = { desk: 1, quote: 10, journal: 10 } as const;

/** How old everything is that this machine rests on: feeds, the link to the desk, files, processes. */
export class Vitals {
  private readonly clock: Clock;
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly history: HubHistory;
  private heardMs: number;

  constructor(clock: Clock, picture: HubPicture, market: MarketMemory, history: HubHistory) {
    this.clock = clock;
    this.picture = picture;
    this.market = market;
    this.history = history;
    this.heardMs = clock.monotonicMs();
  }

  /** The desk told the account. */
  heard(): void {
    this.heardMs = this.clock.monotonicMs();
  }

  checks(): readonly Check[] {
    return [...this.links(), ...this.feeds(), ...this.files(), ...this.processes()];
  }

  private links(): readonly Check[] {
    const ageS = (this.clock.monotonicMs() - this.heardMs) / 1_000;
    const budgetS = this.moves ? BUDGET_S.desk : null;
    return [{ kind: 'link', name: 'desk', ageS, budgetS, ok: this.picture.link.up }];
  }

  /** Age in market time: at speed 60 a quote is due as often as at speed 1. */
  private feeds(): readonly Check[] {
    const { view, timeMs } = this.picture;
    return (view?.quotes ?? []).map(({ root, timeMs: quoteMs }) => {
      const ageS = Math.max(0, timeMs - quoteMs) / 1_000;
      const budgetS = this.isDue(root) ? BUDGET_S.quote : null;
      return { kind: 'feed', name: root, ageS, budgetS, ok: budgetS === null || ageS <= budgetS };
    });
  }

  private files(): readonly Check[] {
    const now = this.clock.now();
    return this.history.files().map(({ name, bytes, changedMs }) => {
      const ageS = Math.max(0, now - changedMs) / 1_000;
      const budgetS = name === 'pitwall.db' && this.moves ? BUDGET_S.journal : null;
      return { kind: 'file', name, ageS, budgetS, ok: budgetS === null || ageS <= budgetS, bytes };
    });
  }

  private processes(): readonly Check[] {
    return this.picture.processes.map(({ name, state }) => ({
      kind: 'process',
      name,
      ageS: null,
      budgetS: null,
      ok: state === 'up',
    }));
  }

  /** Quotes of a contract are due: its session is open and the data have not ended. */
  private isDue(root: string): boolean {
    const { view, timeMs } = this.picture;
    return view !== undefined && !view.ended && isOpen(this.market.calendar, root, timeMs);
  }

  /** Something is due: so the desk speaks and writes each second. */
  private get moves(): boolean {
    return this.market.known.some((root) => this.isDue(root));
  }
}
