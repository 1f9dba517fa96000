import type { Bar } from '../../domain/bar.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import { specOf } from '../../domain/catalog.ts';
import { parseDay } from '../../domain/civil-day.ts';
import { formatPrice } from '../../domain/contract.ts';
import type { JournalEvent, JournalRow } from '../../domain/events.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Trade } from '../../domain/trade.ts';
import type { AccountView, BookSnapshot, OrderView } from '../../domain/views.ts';
import { type AccountAge, parseValues, toIso } from '../../wire/encode/index.ts';
import type { ChartValues, ChatSource } from '../../wire/index.ts';
import type { CalendarDay, EquityCurve, HubHistory } from '../picture/hub-deps.ts';
import type { MarketMemory } from '../picture/market-memory.ts';
import { type Period, type Span, spanOf } from './period.ts';
import type { Question } from './question.ts';
import type { Seen } from './seen.ts';

/** Trades that one answer looks at, at most; journal rows likewise. */
const MOST_TRADES = 20_000;
const ROWS = 5_000;
const MOST_BARS = 45_000;

/** What an answer may rest on: the account's own data, read only. Each reading notes where it comes from. */
export class Facts {
  readonly sources: ChatSource[] = [];
  private readonly picture: Seen;
  private readonly market: MarketMemory;
  private readonly history: HubHistory;

  /** `market`: of the same moment as `seen`. */
  constructor(seen: Seen, market: MarketMemory, history: HubHistory) {
    this.picture = seen;
    this.market = market;
    this.history = history;
  }

  get nowMs(): TimeMs {
    return this.picture.timeMs;
  }

  get calendar() {
    return this.market.calendar;
  }

  /** How old what the desk told is. */
  get age(): AccountAge {
    return this.picture;
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

  private strategy(id: string): StrategyIdentity | undefined {
    return this.picture.strategies.find((each) => each.id === id || String(each.number) === id);
  }

  /** A root for a name in a question: root, contract, ticker; undefined for others. */
  rootOf(name: string): string | undefined {
    return this.market.rootOf(name);
  }

  /** A quote of what no strategy trades; undefined for what is traded, and for what is not quoted here either. */
  watched(name: string) {
    return this.rootOf(name) === undefined ? this.market.quotation(name) : undefined;
  }

  get roots(): readonly string[] {
    return this.market.known;
  }

  strategiesOf(root: string | undefined): readonly StrategyIdentity[] {
    const books = this.picture.view?.books ?? [];
    return books.flatMap((book) => {
      const strategy = this.strategy(book.book);
      return strategy !== undefined && (root === undefined || strategy.root === root) ? [strategy] : [];
    });
  }

  /** What a question is about: the strategy that it names, those of its market, or (undefined) the whole account. */
  targets(question: Question): readonly StrategyIdentity[] | undefined {
    if (question.strategy !== undefined) {
      const strategy = this.strategy(question.strategy);
      return strategy === undefined ? [] : [strategy];
    }
    if (question.symbol === undefined) return undefined;
    const root = this.rootOf(question.symbol);
    return root === undefined ? [] : this.strategiesOf(root);
  }

  /** Books of strategies; undefined: every book. */
  books(strategies: readonly StrategyIdentity[] | undefined): readonly BookSnapshot[] {
    const all = this.picture.view?.books ?? [];
    return strategies === undefined ? all : all.filter(({ book }) => strategies.some(({ id }) => id === book));
  }

  /** The days of a period; undefined before the account is known. */
  span(period: Period): Span | undefined {
    const today = parseDay(this.picture.view?.tradingDay ?? '');
    return today === undefined ? undefined : spanOf(this.calendar, today, period);
  }

  contractOf(root: string): string {
    return this.picture.view?.books.find((book) => book.root === root)?.contractId ?? root;
  }

  bars(root: string, minutes: number): readonly Bar[] {
    return this.barsBetween(root, this.nowMs - minutes * 60_000, Number.MAX_SAFE_INTEGER, minutes);
  }

  /** One-minute bars that opened in [from, to), of at most a month. */
  barsBetween(root: string, fromMs: TimeMs, toMs: TimeMs, limit = MOST_BARS): readonly Bar[] {
    const bars = this.history.bars(root, { fromMs, toMs, limit });
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

  /** Closed trades of a span, oldest first; `strategies` undefined: of every book. */
  trades(
    { fromMs, toMs }: Pick<Span, 'fromMs' | 'toMs'>,
    strategies: readonly StrategyIdentity[] | undefined,
  ): readonly Trade[] {
    const all = this.ofBooks(strategies, (book) => this.history.trades({ fromMs, toMs, book, limit: MOST_TRADES }));
    const full = all.length >= MOST_TRADES ? ', the newest of more' : '';
    this.note({
      kind: 'trades',
      text: `${plural(all.length, 'closed trade')}${ofWhom(strategies)}${full}`,
      from: toIso(Math.max(0, fromMs)),
      to: toIso(Math.min(toMs, Math.max(fromMs, this.nowMs))),
      ids: all.slice(-20).map((trade) => trade.tradeId),
    });
    return all;
  }

  /** The newest closed trades, oldest first. */
  lastTrades(count: number, strategies: readonly StrategyIdentity[] | undefined): readonly Trade[] {
    const all = this.ofBooks(strategies, (book) =>
      this.history.trades({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, book, limit: count }),
    ).slice(-count);
    const [first] = all;
    const last = all.at(-1);
    if (first !== undefined && last !== undefined) {
      this.note({
        kind: 'trades',
        text: `the last ${all.length === 1 ? 'closed trade' : `${all.length} closed trades`}${ofWhom(strategies)}`,
        from: toIso(first.exitMs),
        to: toIso(last.exitMs),
        ids: all.map((trade) => trade.tradeId),
      });
    }
    return all;
  }

  private ofBooks(
    strategies: readonly StrategyIdentity[] | undefined,
    read: (book: string | undefined) => readonly Trade[],
  ): readonly Trade[] {
    if (strategies === undefined) return read(undefined);
    return strategies.flatMap(({ id }) => read(id)).toSorted((a, b) => a.exitMs - b.exitMs);
  }

  /** Days of a span, oldest first; of several strategies one after the other. */
  days(
    { fromDay, toDay }: Pick<Span, 'fromDay' | 'toDay'>,
    strategies: readonly StrategyIdentity[] | undefined,
  ): readonly CalendarDay[] {
    const numbers = strategies?.map(({ number }) => number) ?? [0];
    const days = numbers.flatMap((strategy) => this.history.days({ fromDay, toDay, strategy }));
    const first = days.reduce((least, { tradingDay }) => (tradingDay < least ? tradingDay : least), toDay);
    const count = new Set(days.map(({ tradingDay }) => tradingDay)).size;
    this.note({
      kind: 'calendar',
      text: `${plural(count, 'trading day')}${ofWhom(strategies)}${count === 0 ? '' : ` from ${first}`} to ${toDay}`,
    });
    return days;
  }

  /** Equity of the account over the days of a span, in few points. */
  equity({ fromDay, toDay }: Pick<Span, 'fromDay' | 'toDay'>): EquityCurve {
    return this.history.equity({ fromDay, toDay, strategy: 0, points: 200 });
  }

  /** Journal rows of a kind since a time, oldest first. */
  rows<T extends JournalEvent['type']>(
    type: T,
    fromMs: TimeMs,
  ): readonly (JournalRow & { readonly event: Extract<JournalEvent, { type: T }> })[] {
    const isSo = (row: JournalRow): row is JournalRow & { readonly event: Extract<JournalEvent, { type: T }> } =>
      row.event.type === type && row.timeMs >= fromMs;
    const found = this.history.rows(ROWS).filter(isSo);
    this.note({
      kind: 'rows',
      text: `${plural(found.length, 'journal row')} of ${type} among the newest ${ROWS.toLocaleString('en-US')}`,
      ids: found.slice(-20).map(({ seq }) => `journal row ${seq}`),
    });
    return found;
  }

  /** The newest closed bar of a strategy with what it shows beside it. */
  lastPoint(strategy: StrategyIdentity): { readonly bar: Bar; readonly values: ChartValues | undefined } | undefined {
    const [point] = this.history.points(strategy, { limit: 1 });
    if (point === undefined) return undefined;
    const symbol = this.contractOf(strategy.root);
    const time = toIso(point.bar.timeMs);
    this.note({ kind: 'bars', text: `${strategy.name}'s bar of ${time}`, symbol, from: time, to: time });
    return { bar: point.bar, values: parseValues(point.json) };
  }

  get openOrders(): readonly OrderView[] {
    return this.picture.openOrders;
  }

  /** The processes of this machine and the link to the desk. */
  get machine() {
    return { link: this.picture.link, processes: this.picture.processes };
  }

  view(strategy: StrategyIdentity) {
    const view = this.picture.views.get(strategy.id);
    if (view !== undefined) this.note({ kind: 'strategy', text: `${strategy.name}'s own view` });
    return view;
  }

  quote(root: string) {
    return this.market.quoteOf(root);
  }

  format(root: string): { readonly decimals: number } {
    return { decimals: specOf(root).priceDecimals };
  }

  price(root: string, ticks: number): string {
    return formatPrice(specOf(root), ticks);
  }

  note(source: ChatSource): void {
    if (!this.sources.some((known) => known.text === source.text)) this.sources.push(source);
  }
}

function ofWhom(strategies: readonly StrategyIdentity[] | undefined): string {
  return strategies === undefined ? '' : ` of ${strategies.map(({ name }) => name).join(' and ')}`;
}

/** "1 trade", "2 trades" */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "2026-11-21 15:31 UTC" */
export function at(timeMs: TimeMs): string {
  return `${toIso(timeMs).slice(0, 16).replace('T', ' ')} UTC`;
}

export function money(cents: number): string {
  const text = (Math.abs(cents) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${cents < 0 ? '-' : ''}$${text}`;
}

export function signed(cents: number): string {
  return cents > 0 ? `+${money(cents)}` : money(cents);
}
