import { isUnheard, type SourceKind } from '../../domain/heard-sources.ts';
import { isOpen } from '../../domain/session.ts';
import type { Clock } from '../../ports/clock.ts';
import { encodeSources } from '../../wire/encode/index.ts';
import type { Check } from '../../wire/index.ts';
import type { HubHistory } from './hub-deps.ts';
import type { HubPicture } from './hub-picture.ts';
import type { MarketMemory } from './market-memory.ts';

/** A journal that was not written for so long while the market is open, seconds: somebody should look. */
const JOURNAL_BUDGET_S = 10;

const KINDS: Readonly<Record<SourceKind, Check['kind']>> = {
  hub: 'link',
  desk: 'link',
  venue: 'link',
  file: 'file',
  engine: 'engine',
  feed: 'feed',
};

/** How old everything is that this machine rests on: links, engines, feeds, files, processes. All in wall time. */
export class Vitals {
  private readonly clock: Clock;
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly history: HubHistory;

  constructor(clock: Clock, picture: HubPicture, market: MarketMemory, history: HubHistory) {
    this.clock = clock;
    this.picture = picture;
    this.market = market;
    this.history = history;
  }

  checks(): readonly Check[] {
    return [...this.sources(), ...this.files(), ...this.processes()];
  }

  private sources(): readonly Check[] {
    const { sources, link } = this.picture;
    return encodeSources(sources).map(({ kind, name, ageS, budgetS, standing, because }) => {
      const ok = !isUnheard({ standing }) && (kind !== 'desk' || link.up);
      return { kind: KINDS[kind], name, ageS, budgetS, ok, standing, because };
    });
  }

  private files(): readonly Check[] {
    const now = this.clock.now();
    return this.history.files().map(({ name, bytes, changedMs }) => {
      const ageS = Math.max(0, now - changedMs) / 1_000;
      const budgetS = name === 'pitwall.db' && this.moves ? JOURNAL_BUDGET_S : null;
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

  /** Some contract's session is open and the data have not ended: so the journal is written. */
  private get moves(): boolean {
    const { view, timeMs } = this.picture;
    if (view === undefined || view.ended) return false;
    return this.market.known.some((root) => isOpen(this.market.calendar, root, timeMs));
  }
}
