import type { Store } from '../state/store.ts';
import type { HubClient } from './http.ts';

const PAGE = 500;
/** Nothing was traded before it. */
const EVER = '1970-01-01';

/** Closed trades of the run, loaded from the newest back; the state holds them and says from when on. */
export class TradePages {
  private readonly hub: HubClient;
  private readonly store: Store;
  private loading: Promise<boolean> | undefined;

  constructor(hub: HubClient, store: Store) {
    this.hub = hub;
    this.store = store;
  }

  /** The newest page: on every connection. */
  async newest(): Promise<void> {
    await this.load(undefined);
  }

  /** A page more; false when there is nothing older, or no answer. */
  async older(): Promise<boolean> {
    const span = this.store.get().tradeSpan;
    if (span?.from === undefined || span.isComplete) return false;
    const before = Date.parse(span.from) + 1;
    this.loading ??= this.load(new Date(before).toISOString()).finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** All trades that were closed since a moment. */
  async reach(timeMs: number): Promise<void> {
    for (;;) {
      const from = this.store.get().tradeSpan?.from;
      if (from === undefined || Date.parse(from) <= timeMs || !(await this.older())) return;
      // A store that is full lets the oldest go again: there is no getting further.
      if (this.store.get().tradeSpan?.from === from) return;
    }
  }

  private async load(to: string | undefined): Promise<boolean> {
    const answer = await this.hub.call('trades', { query: { from: EVER, to, limit: PAGE } });
    if (!answer.ok) return false;
    const isLast = answer.value.length < PAGE;
    const taken = this.nextState();
    this.store.send({ type: 'trade-page', page: { trades: answer.value, isNewest: to === undefined, isLast } });
    await taken;
    return true;
  }

  /** What is sent now is in the state by then. */
  private nextState(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.store.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
}
