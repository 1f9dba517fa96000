import type { Bar } from '../../domain/bar.ts';
import { findSpec } from '../../domain/catalog.ts';
import { toPrice } from '../../domain/contract.ts';
import type { Quote } from '../../domain/quote.ts';
import { ALWAYS, type Calendar, priorSession } from '../../domain/session.ts';
import { DAY_MS, MINUTE_MS } from '../../domain/units.ts';
import type { AccountView } from '../../domain/views.ts';
import type { WatchQuote } from '../../domain/watch-quote.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HubHistory } from './hub-deps.ts';
import { type Quotation, tidy } from './quotation.ts';
import { WatchQuotes } from './watch-quotes.ts';

/** New bars are read from the file at most so often, wall time. */
const READ_EVERY_MS = 1_000;
const DAY_BARS = DAY_MS / MINUTE_MS;
/** The documents' own examples: known everywhere, quoted where a simulator is. */
const EXAMPLES = new Set(['AAPL', 'TSLA', 'NVDA', 'BTCUSD', 'ETHUSD', 'EURUSD', 'GBPUSD', 'USDJPY']);

interface RootMemory {
  quote: Quote;
  contractId: string | undefined;
  /** The last 24 hours, oldest first. */
  bars: Bar[];
  readMs: number;
  prior: { readonly closeMs: number; readonly ticks: number } | undefined;
}

/** Quotes by root with their 24 hours and the close of the trading day before; what else a watchlist may show in simulation. */
export class MarketMemory {
  calendar: Calendar = ALWAYS;
  readonly watch = new WatchQuotes();
  private readonly history: HubHistory;
  private readonly clock: Pick<Clock, 'monotonicMs'>;
  private readonly roots = new Map<string, RootMemory>();
  private timeMs = 0;
  /** The feed is a simulator: so is every quote. */
  private simulated = false;

  constructor(history: HubHistory, clock: Pick<Clock, 'monotonicMs'>) {
    this.history = history;
    this.clock = clock;
  }

  /** The same knowledge elsewhere, of one moment. */
  static of(
    history: HubHistory,
    seen: {
      readonly view: AccountView | undefined;
      readonly calendar: Calendar;
      readonly watchQuotes: readonly WatchQuote[];
    },
  ): MarketMemory {
    const memory = new MarketMemory(history, { monotonicMs: () => 0 });
    memory.calendar = seen.calendar;
    if (seen.view !== undefined) memory.take(seen.view);
    memory.watch.take(seen.watchQuotes);
    return memory;
  }

  take(view: AccountView): void {
    this.timeMs = view.asOf.timeMs;
    this.simulated = view.mode === 'SIM';
    for (const quote of view.quotes) {
      const contractId = view.books.find((book) => book.root === quote.root)?.contractId;
      const known = this.roots.get(quote.root);
      if (known === undefined) {
        if (findSpec(quote.root) === undefined) continue;
        this.roots.set(quote.root, { quote, contractId, bars: [], readMs: Number.NEGATIVE_INFINITY, prior: undefined });
      } else {
        known.quote = quote;
        known.contractId = contractId ?? known.contractId;
      }
    }
  }

  get known(): readonly string[] {
    return [...this.roots.keys()];
  }

  /** True for a root or contract that is quoted here, its ticker ("MNQ1!"), what the venue quotes beside them, and the documents' examples. */
  knows(name: string): boolean {
    return this.rootOf(name) !== undefined || this.watch.has(name) || EXAMPLES.has(name);
  }

  rootOf(name: string): string | undefined {
    if (this.roots.has(name)) return name;
    for (const [root, memory] of this.roots) {
      if (memory.contractId === name || `${root}1!` === name) return root;
    }
    return undefined;
  }

  quoteOf(root: string): Quote | undefined {
    return this.roots.get(root)?.quote;
  }

  /** Undefined: unknown, or nothing to quote yet. */
  quotation(name: string): Quotation | undefined {
    const root = this.rootOf(name);
    if (root === undefined) return this.watch.quotation(name);
    const memory = this.roots.get(root);
    const spec = findSpec(root);
    if (memory === undefined || spec === undefined) return undefined;
    this.refresh(root, memory);
    const { quote, bars } = memory;
    const decimals = spec.priceDecimals;
    const price = (ticks: number): number => toPrice(spec, ticks);
    const last = quote.lastTicks;
    const first = bars[0]?.open ?? last;
    const prior = this.priorClose(root, memory) ?? this.watch.quotation(root)?.priorClose;
    const from = prior ?? price(first);
    const change = tidy(price(last) - from, decimals);
    const change24h = tidy(price(last) - price(first), decimals);
    return {
      price: price(last),
      bid: price(quote.bidTicks),
      ask: price(quote.askTicks),
      priorClose: prior,
      change,
      changePercent: tidy((change / from) * 100, 2),
      volume: quote.sessionVolume,
      high24h: price(bars.reduce((most, bar) => Math.max(most, bar.high), last)),
      low24h: price(bars.reduce((least, bar) => Math.min(least, bar.low), last)),
      volume24h: bars.reduce((sum, bar) => sum + bar.volume, 0),
      change24h,
      changePercent24h: tidy((change24h / price(first)) * 100, 2),
      timeMs: quote.timeMs,
      version: `${quote.seq}`,
      ...(this.simulated ? { simulated: true as const } : {}),
    };
  }

  private refresh(root: string, memory: RootMemory): void {
    const now = this.clock.monotonicMs();
    if (now - memory.readMs < READ_EVERY_MS) return;
    memory.readMs = now;
    const fromMs = this.timeMs - DAY_MS;
    const lastMs = memory.bars.at(-1)?.timeMs;
    const fresh = this.history.bars(root, { fromMs: lastMs === undefined ? fromMs : lastMs + 1, limit: DAY_BARS });
    const kept = memory.bars.filter((bar) => bar.timeMs >= fromMs);
    memory.bars = fresh.length === 0 && kept.length === memory.bars.length ? memory.bars : [...kept, ...fresh];
  }

  /** Price of the last bar of the trading day before; of another day it would be no day's change. */
  private priorClose(root: string, memory: RootMemory): number | undefined {
    const spec = findSpec(root);
    if (spec === undefined) return undefined;
    const { openMs, closeMs } = priorSession(this.calendar, root, this.timeMs);
    if (memory.prior?.closeMs !== closeMs) {
      const bar = this.history.bars(root, { fromMs: openMs, toMs: closeMs, limit: 1 })[0];
      memory.prior = bar === undefined ? undefined : { closeMs, ticks: bar.close };
    }
    return memory.prior === undefined ? undefined : toPrice(spec, memory.prior.ticks);
  }
}
