import type { Bar } from './bar.ts';
import type { JournalRow } from './events.ts';
import type { Intent, StrategyLog, StrategyView } from './intent.ts';
import type { Quote } from './quote.ts';
import type { TimeMs } from './units.ts';

/** One step of market time for one engine. */
export interface EngineStep {
  readonly n: number;
  readonly endMs: TimeMs;
  /** Quotes of the engine's contract in this cell, in order. */
  readonly quotes: readonly Quote[];
  /** What happened to its book (fills, order events, states) and is told with this step, in order. */
  readonly rows: readonly JournalRow[];
}

/** The market's past, for an engine that was away for longer than steps are kept. */
export interface PastBars {
  /** Closed one-minute bars, oldest first: exactly those that a builder makes of the quotes. */
  readonly bars: readonly Bar[];
  /** The last quote before the first that is still to come; what that one is compared with. */
  readonly lastQuote?: Quote;
}

/** What an engine begins from instead of the steps that it missed. */
export interface EngineSeed extends PastBars {
  /** The bars reach up to here; the steps of this minute follow. */
  readonly untilMs: TimeMs;
  /** What happened to its book meanwhile. */
  readonly rows: readonly JournalRow[];
}

/** An engine's answer to one step. */
export interface EngineAnswer {
  readonly n: number;
  readonly intents: readonly Intent[];
  /** Bars that closed in this step (of the engine's contract). */
  readonly bars: readonly Bar[];
  /** For each of these bars the chart point without OHLCV, JSON. */
  readonly points: readonly { readonly timeMs: TimeMs; readonly json: string }[];
  readonly logs: readonly StrategyLog[];
  /** Present when the view changed. */
  readonly view?: StrategyView;
  /** State after this step (JSON), at each closed bar and at least every 400 steps. */
  readonly snapshot?: string;
}
