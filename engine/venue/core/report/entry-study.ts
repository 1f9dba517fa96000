import type { Bar } from '../../../domain/bar.ts';
import type { Quote } from '../../../domain/quote.ts';
import type { TimeMs } from '../../../domain/units.ts';
import type { Feed } from '../../../ports/feed.ts';
import { specOf } from '../../../domain/catalog.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { BarBuilder } from '../../../market/bar-builder.ts';
import { mix, uniform } from '../../../market/seeded.ts';

/** How an entry's side is chosen at a bar's close: by chance, with or against the last so many minutes. */
export type EntryRule = { readonly kind: 'random' } | { readonly kind: 'follow' | 'fade'; readonly minutes: number };

export interface EntryStudy {
  readonly trades: number;
  /** Mean change of the mid from entry to exit in the trade's direction, ticks: what the market itself gave. */
  readonly grossTicks: number;
  /** Standard error of that mean. */
  readonly grossError: number;
  /** Mean of what spread and fees took, ticks. */
  readonly costTicks: number;
  readonly netTicks: number;
}

const HOLD_MINUTES = 30;

interface Open {
  readonly direction: 1 | -1;
  readonly entryMid: number;
  readonly entryPrice: number;
  readonly stop: number;
  readonly target: number;
  readonly untilMs: TimeMs;
}

/**
 * Trades one contract against its own quotes, one position at a time: entry at a bar's close at bid or ask, a stop
 * and a target at random distances of 1 to 4 mean ranges, or out after half an hour. In a market without an edge the mid
 * goes nowhere on average, whatever the rule: the net result is the costs, and no more.
 */
export function studyEntries(
  feed: Feed,
  root: string,
  fromMs: TimeMs,
  toMs: TimeMs,
  key: number,
  rule: EntryRule,
): EntryStudy {
  const spec = specOf(root);
  const feeTicks = (2 * spec.feePerSideCents) / spec.tickValueCents;
  const builder = new BarBuilder();
  const closes: number[] = [];
  let meanRange = 0;
  let open: Open | undefined;
  let wanted: 1 | -1 | undefined;
  let waitUntilMs = fromMs + 60 * MINUTE_MS;
  let draw = 0;
  const chance = (): number => uniform(mix(key, (draw += 1)));
  const gross: number[] = [];
  let costs = 0;

  const onBar = (bar: Bar): void => {
    closes.push(bar.close);
    if (closes.length > 64) closes.shift();
    meanRange = meanRange === 0 ? bar.high - bar.low : meanRange + (bar.high - bar.low - meanRange) / 30;
    if (open === undefined && bar.timeMs >= waitUntilMs) wanted = side(rule, closes, chance());
  };
  const onQuote = (quote: Quote): void => {
    const mid = (quote.bidTicks + quote.askTicks) / 2;
    if (open !== undefined) {
      const price = open.direction > 0 ? quote.bidTicks : quote.askTicks;
      const gain = (price - open.entryPrice) * open.direction;
      if (gain <= -open.stop || gain >= open.target || quote.timeMs >= open.untilMs) {
        const grossTicks = (mid - open.entryMid) * open.direction;
        gross.push(grossTicks);
        costs += grossTicks - gain + feeTicks;
        open = undefined;
        waitUntilMs = quote.timeMs + Math.floor(chance() * 10) * MINUTE_MS;
      }
    } else if (wanted !== undefined) {
      const entryPrice = wanted > 0 ? quote.askTicks : quote.bidTicks;
      const unit = Math.max(2, meanRange);
      open = {
        direction: wanted,
        entryMid: mid,
        entryPrice,
        stop: Math.ceil(unit * (1 + 3 * chance())),
        target: Math.ceil(unit * (1 + 3 * chance())),
        untilMs: quote.timeMs + HOLD_MINUTES * MINUTE_MS,
      };
      wanted = undefined;
    }
  };

  for (let cell = feed.next(fromMs); cell !== undefined && cell.endMs <= toMs; cell = feed.next(cell.endMs)) {
    for (const quote of cell.quotes) {
      if (quote.root !== root) continue;
      const bar = builder.onQuote(quote);
      if (bar !== undefined) onBar(bar);
      onQuote(quote);
    }
    const bar = builder.advanceTo(cell.endMs);
    if (bar !== undefined) onBar(bar);
  }
  return summarize(gross, costs);
}

function side(rule: EntryRule, closes: readonly number[], chance: number): 1 | -1 | undefined {
  if (rule.kind === 'random') return chance < 0.5 ? 1 : -1;
  const then = closes[closes.length - 1 - rule.minutes];
  const now = closes.at(-1);
  if (then === undefined || now === undefined || then === now) return undefined;
  return now > then === (rule.kind === 'follow') ? 1 : -1;
}

function summarize(gross: readonly number[], costs: number): EntryStudy {
  const trades = gross.length;
  const mean = gross.reduce((a, b) => a + b, 0) / Math.max(1, trades);
  const variance = gross.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, trades - 1);
  const costTicks = costs / Math.max(1, trades);
  return {
    trades,
    grossTicks: mean,
    grossError: Math.sqrt(variance / Math.max(1, trades)),
    costTicks,
    netTicks: mean - costTicks,
  };
}

/** Several studies as one: means weighted by their trades. */
export function pool(studies: readonly EntryStudy[]): EntryStudy {
  const trades = studies.reduce((sum, study) => sum + study.trades, 0);
  const weighted = (of: (study: EntryStudy) => number): number =>
    studies.reduce((sum, study) => sum + of(study) * study.trades, 0) / Math.max(1, trades);
  const squares = studies.reduce((sum, study) => sum + (study.grossError * study.trades) ** 2, 0);
  return {
    trades,
    grossTicks: weighted((study) => study.grossTicks),
    grossError: Math.sqrt(squares) / Math.max(1, trades),
    costTicks: weighted((study) => study.costTicks),
    netTicks: weighted((study) => study.netTicks),
  };
}
