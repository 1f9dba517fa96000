import type { Bar } from '../../domain/bar.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import { specOf } from '../../domain/catalog.ts';
import { formatPrice } from '../../domain/contract.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Trade } from '../../domain/trade.ts';
import type { AccountView, BookSnapshot } from '../../domain/views.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { ChatSource } from '../../wire/index.ts';
import type { CalendarDay, HubHistory } from '../hub-deps.ts';
import type { HubPicture } from '../hub-picture.ts';
import type { MarketMemory } from '../market-memory.ts';

/** What an answer may rest on: the account's own data, read only. Each reading notes where it comes from. */
export class Facts {
  readonly sources: ChatSource[] = [];
  private readonly picture: HubPicture;
  private readonly market: MarketMemory;
  private readonly history: HubHistory;

  constructor(picture: HubPicture, market: MarketMemory, history: HubHistory) {
    this.picture = picture;
    this.market = market;
    this.history = history;
  }

  get nowMs(): TimeMs {
    return this.picture.timeMs;
  }

  get calendar() {
    return this.market.calendar;
  }

  account(): AccountView | undefined {
    const { view } = this.picture;
    if (view !== undefined) {
      this.note({
        kind: 'account',
        text: `account ${view.account} as of ${toIso(view.asOf.timeMs)}${this.picture.stale ? ' (stale)' : ''}`,
        ids: [`journal row ${view.asOf.seq}`],
      });
    }
    return view;
  }

  /** A root for a name in a question: root, contract, ticker; undefined for others. */
  rootOf(name: string): string | undefined {
    return this.market.rootOf(name);
  }

  isExample(name: string): boolean {
    return this.rootOf(name) === undefined && this.market.knows(name);
  }

  get roots(): readonly string[] {
    return this.market.known;
  }

  strategiesOf(root: string | undefined): readonly StrategyIdentity[] {
    const books = this.picture.view?.books ?? [];
    return books.flatMap((book) => {
      const strategy = this.picture.strategy(book.book);
      return strategy !== undefined && (root === undefined || strategy.root === root) ? [strategy] : [];
    });
  }

  books(root: string | undefined): readonly BookSnapshot[] {
    return (this.picture.view?.books ?? []).filter((book) => root === undefined || book.root === root);
  }

  contractOf(root: string): string {
    return this.picture.view?.books.find((book) => book.root === root)?.contractId ?? root;
  }

  bars(root: string, minutes: number): readonly Bar[] {
    const bars = this.history.bars(root, { fromMs: this.nowMs - minutes * 60_000, limit: minutes });
    const first = bars[0];
    const last = bars.at(-1);
    if (first !== undefined && last !== undefined) {
      const symbol = this.contractOf(root);
      this.note({
        kind: 'bars',
        text: `${symbol}, ${bars.length} one-minute bars from ${toIso(first.timeMs)} to ${toIso(last.timeMs)}`,
        symbol,
        from: toIso(first.timeMs),
        to: toIso(last.timeMs),
      });
    }
    return bars;
  }

  trades(fromMs: TimeMs, toMs: TimeMs, root: string | undefined): readonly Trade[] {
    const all = this.history
      .trades({ fromMs, toMs, limit: 5_000 })
      .filter((trade) => root === undefined || trade.root === root);
    this.note({
      kind: 'trades',
      text: `${all.length} closed ${all.length === 1 ? 'trade' : 'trades'}${root === undefined ? '' : ` on ${root}`}`,
      from: toIso(Math.max(0, fromMs)),
      to: toIso(Math.min(toMs, this.nowMs)),
      ids: all.slice(-20).map((trade) => trade.tradeId),
    });
    return all;
  }

  days(fromDay: string, toDay: string): readonly CalendarDay[] {
    const days = this.history.days({ fromDay, toDay, strategy: 0 });
    this.note({ kind: 'calendar', text: `${days.length} trading days from ${fromDay} to ${toDay}` });
    return days;
  }

  view(strategy: StrategyIdentity) {
    const view = this.picture.views.get(strategy.id);
    if (view !== undefined) this.note({ kind: 'strategy', text: `${strategy.name}'s own view` });
    return view;
  }

  quote(root: string) {
    return this.market.quoteOf(root);
  }

  price(root: string, ticks: number): string {
    return formatPrice(specOf(root), ticks);
  }

  note(source: ChatSource): void {
    if (!this.sources.some((known) => known.text === source.text)) this.sources.push(source);
  }
}

export function money(cents: number): string {
  const text = (Math.abs(cents) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${cents < 0 ? '-' : ''}$${text}`;
}

export function signed(cents: number): string {
  return cents > 0 ? `+${money(cents)}` : money(cents);
}
